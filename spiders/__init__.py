"""How pages are found and fetched.

To find your way in, follow one page of a crawl: ``scheduler``, ``site_spider``, ``visiting``, then one of the readers.

- what is crawled: ``profile`` (an outlet), ``profile_reader`` and ``profile_text`` (its file), ``loader`` (a spider of
  each), ``arguments`` and ``settings``, ``contact``
- the run: ``site_spider``, ``scheduler``, ``middlewares``, ``launch``, ``crawl_process``, ``lock``, ``stopping``,
  ``ending``, ``report``
- one answer: ``visiting``, ``article_reading`` (with ``reading``), ``list_reading``, ``forwarding``, ``responses``,
  ``failures``, ``gates``, ``gate_watch``, ``session_watch``
- its links: ``choosing``, ``follow``, ``wanted``, ``discovery``, ``issues``, ``guesses``, ``answer``, ``document``,
  ``same_page``
- what becomes of it: ``finisher``, ``finishing``, ``revisit``
- the archive: ``archive``, ``archive_writer``, ``warc_pieces``, ``packing``; read again by ``recleaning`` and
  ``reclean_tally``
- saved pages: ``saved_pages``, ``saved_from``, ``saved_stories``, ``story_parts``, ``cleaning``, ``workers``,
  ``explain``
- a new outlet: ``probing``, ``first_look``, ``probed``, ``outlet``, ``guarded_client``, ``addresses``
- ``commands``: what an operator types, one file a command; ``command``, ``filters``, ``terminal`` and ``progress`` are
  theirs; ``newsroom`` serves the demo's outlets
"""

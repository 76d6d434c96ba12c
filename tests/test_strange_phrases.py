"""Keyword phrases between the sentences and paragraphs of articles that are not Chinese."""

from __future__ import annotations

import re

import pytest

from cleaners import RemovalKind, clean_html

TOLD = (
    "The harbour master said on Monday that the old ferry would be back in service by the end of the month.",
    "Nobody had expected the repairs to take this long, and shopkeepers at the quay have complained of lost trade.",
    "The council will meet again on Thursday to decide who pays for the landing stage. It costs two millions.",
    "Until then a bus leaves from the market every half hour. Tickets for the ferry are good on it as well.",
    "The first boat is to leave at six in the morning, and the choir of the parish will sing on board.",
)


def text_of(*lines: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return clean_html(f"<title>The ferry is back</title><h1>The ferry is back</h1>{body}").text


def amid(*phrases: str) -> list[str]:
    """The paragraphs, with the phrases as lines of their own between them."""
    lines = list(TOLD)
    for at, phrase in enumerate(phrases):
        lines.insert(1 + 2 * at, phrase)
    return lines


CAMPAIGNS = [
    ("slot maxwin malam ini", "agen slot terpercaya"),
    ("cheap painkillers without script", "strong painkillers overnight"),
    ("สล็อตเว็บตรง แตกง่าย", "บาคาร่า เครดิตฟรี"),
    ("激安 バッグ コピー", "ブランド時計 N級品 通販"),
    ("казино бонус", "ставки онлайн вывод"),
]


@pytest.mark.parametrize("phrases", CAMPAIGNS, ids=lambda phrases: phrases[0])
def test_phrases_in_lines_of_their_own_go(phrases: tuple[str, str]) -> None:
    assert text_of(*amid(*phrases)) == "\n".join(TOLD)


@pytest.mark.parametrize("space", [" ", ""])
@pytest.mark.parametrize("phrases", CAMPAIGNS[:4], ids=lambda phrases: phrases[0])
def test_phrases_between_sentences_go(phrases: tuple[str, str], space: str) -> None:
    lines = list(TOLD)
    for at, phrase in zip((2, 3), phrases, strict=True):
        first, second = lines[at].split(". ")
        lines[at] = f"{first}.{space}{phrase} {second}"
    assert text_of(*lines) == "\n".join(TOLD)


@pytest.mark.parametrize(
    ("country", "phrases", "quoted"),
    [
        ("Ukraine", ("สล็อตเว็บตรง แตกง่าย", "บาคาร่า เครดิตฟรี"), False),
        ("India", ("激安 バッグ コピー", "ブランド時計 N級品 通販"), False),
        ("Japan", ("渡し船 再開", "桟橋の修理"), True),
        ("Russia", ("паром вернулся", "ремонт причала"), True),
        ("Lebanon, not in Russia", ("عادت العبارة", "صيانة المرسى"), True),
        ("Georgia, not in Russia", ("ბორანი დაბრუნდა", "ნავმისადგომის შეკეთება"), True),
        ("Bangkok, not in Japan", ("เรือข้ามฟากกลับมาแล้ว", "ซ่อมท่าเรือ"), True),
    ],
)
def test_an_article_quotes_the_language_of_the_country_it_speaks_of(
    country: str, phrases: tuple[str, str], quoted: bool
) -> None:
    said = f"The engine of the ferry was built in {country}, and two of its mechanics came with it for the summer."
    lines = amid(*phrases)
    assert (text_of(said, *lines).split("\n") == [said, *lines]) is quoted


def test_what_goes_is_recorded() -> None:
    body = "".join(f"<p>{line}</p>" for line in amid(*CAMPAIGNS[0]))
    article = clean_html(f"<title>The ferry is back</title><h1>The ferry is back</h1>{body}")
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == list(CAMPAIGNS[0])


HONEST = {
    "subheads in small letters": ("the ferry in service", "who pays for the stage"),
    "subheads": ("Shopkeepers worry", "What happens next"),
    "one odd line": ("sotto voce",),
    "one long odd line": ("fishermen mend nylon nets without hurry",),
    "verses": ("i carry salt inside my pockets", "grandmother taught us rivers"),
    "commands": ("sudo apt install ferrytools", "git clone repository from mirror"),
    "ingredients": ("flour, butter, sugar, eggs, vanilla", "salt, pepper, nutmeg"),
    "captions": ("photo courtesy of the island archive", "photo courtesy of the parish"),
    "subheads in bold": ("<b>slot maxwin malam ini</b>", "<b>agen slot terpercaya</b>"),
    "quotations from a country": ("ขอบคุณมากครับ", "The crew came from Thailand.", "ยินดีต้อนรับ"),
    "a quotation": ("“ขอบคุณมาก”", "“ยินดีต้อนรับ”"),
    "an article on a language": ("ขอบคุณมากครับ", "In Thai the word means thanks."),
    "two languages": tuple(f"เรือข้ามฟากลำเก่าจะกลับมาให้บริการอีกครั้งภายในสิ้นเดือนนี้ หากอากาศเอื้ออำนวย {at}" for at in "กขค"),
}


@pytest.mark.parametrize("phrases", HONEST.values(), ids=HONEST.keys())
def test_honest_lines_stay(phrases: tuple[str, ...]) -> None:
    assert text_of(*amid(*phrases)) == re.sub("</?b>", "", "\n".join(amid(*phrases)))


TOLD_ELSEWHERE = {
    "Arabic": (
        "قال مدير الميناء يوم الاثنين إن العبارة القديمة ستعود إلى الخدمة قبل نهاية هذا الشهر بعد إصلاحها بالكامل.",
        "غضب بين التجار المحليين",
        "لم يتوقع أحد أن تستغرق الإصلاحات كل هذا الوقت، واشتكى أصحاب المتاجر على الرصيف من خسارة زبائنهم.",
        "خطط الحكومة المقبلة للنقل البحري",
        "سيجتمع المجلس مرة أخرى يوم الخميس لاتخاذ قرار بشأن من يدفع تكاليف المرسى الجديد. وتبلغ الكلفة مليونين.",
        "ردود فعل واسعة",
        "وحتى ذلك الحين تنطلق حافلة من السوق كل نصف ساعة. وتبقى تذاكر العبارة صالحة فيها أيضا لجميع الركاب.",
    ),
    "Hebrew": (
        "מנהל הנמל אמר ביום שני כי המעבורת הישנה תחזור לשירות עד סוף החודש לאחר שתושלם עבודת התיקון שלה.",
        "סוחרים זועמים דורשים פיצוי",
        "איש לא ציפה שהתיקונים יימשכו זמן כה רב, ובעלי החנויות ברציף התלוננו על אובדן לקוחות רבים בקיץ.",
        "התוכנית הבאה של הממשלה",
        "המועצה תתכנס שוב ביום חמישי כדי להחליט מי ישלם על הרציף החדש. העלות היא שני מיליון שקלים.",
        "תגובות נזעמות ברשת החברתית אחרי ההודעה",
        "עד אז יוצא אוטובוס מן השוק בכל חצי שעה. הכרטיסים למעבורת תקפים גם בו לכל הנוסעים.",
    ),
    "Georgian": (
        "ნავსადგურის უფროსმა ორშაბათს განაცხადა, რომ ძველი ბორანი თვის ბოლომდე კვლავ დაიწყებს მუშაობას მგზავრებისთვის.",
        "ვაჭრების უკმაყოფილება იზრდება ყოველდღე",
        "არავინ ელოდა, რომ შეკეთებას ამდენი დრო დასჭირდებოდა, და მაღაზიების მფლობელები ზარალზე ჩივიან.",
        "მთავრობის მომავალი გეგმები ტრანსპორტში",
        "საბჭო ხუთშაბათს კვლავ შეიკრიბება და გადაწყვეტს, ვინ გადაიხდის ახალი ნავმისადგომის ხარჯს. ის ორი მილიონი ღირს.",
        "მანამდე ავტობუსი ბაზრიდან ყოველ ნახევარ საათში გადის. ბორნის ბილეთები მასშიც მოქმედებს ყველა მგზავრისთვის.",
    ),
    "German abbreviations": (
        "Die Stadt hat am Montag mitgeteilt, dass die alte Brücke bis zum Ende des Jahres wieder geöffnet werden soll.",
        "Niemand hatte erwartet, dass die Arbeiten so lange dauern, und die Händler am Ufer klagen über Verluste.",
        "Die Miete beträgt 900 Euro zzgl. aller sonstigen monatlichen Nebenkosten. Dazu kommen Strom und Gas.",
        "Man isst Fisch, Brot usw. sowie zwei weitere besonders leckere regionale Gerichte. Dazu gibt es Bier.",
        "Der Rat trifft sich am Donnerstag erneut, um über die Kosten zu entscheiden. Es geht um Millionen.",
    ),
}


@pytest.mark.parametrize("lines", TOLD_ELSEWHERE.values(), ids=TOLD_ELSEWHERE.keys())
def test_short_lines_of_scripts_without_capitals_and_abbreviations_stay(lines: tuple[str, ...]) -> None:
    assert text_of(*lines) == "\n".join(lines)


def test_keywords_below_a_heading_do_not_make_the_others_known() -> None:
    lines = [*amid("slot maxwin malam ini", "agen slot terpercaya"), "Timetable", "slot maxwin malam ini"]
    assert "agen" not in text_of(*lines)


def test_host_names_before_nouns_with_capitals_stay() -> None:
    lines = [
        "Die alte Fähre soll laut Hafenmeister bis Monatsende wieder fahren, wie die Stadt am Montag mitteilte.",
        "Verlangt werden laut faehrpost.de pro verpasster Fahrt vierzig Euro, und die Händler klagen seit Wochen.",
        "Niemand hatte erwartet, dass die Arbeiten so lange dauern, sagte eine Händlerin am Kai dem Reporter.",
        "Für inselblatt.info erscheinen die Forderungen zu hoch, der Rat berät am Donnerstag noch einmal darüber.",
        "Das erste Boot legt um sechs Uhr ab, und der Chor der Gemeinde singt an Bord, wie es der Brauch verlangt.",
    ]
    assert text_of(*lines) == "\n".join(lines)


def test_a_sentence_that_an_address_or_abbreviation_parts_stays() -> None:
    lines = [
        *TOLD,
        "The board of the ferry runs on Node. js and the bus to Harbour. com at the market, tickets are out.",
    ]
    assert text_of(*lines) == "\n".join(lines)

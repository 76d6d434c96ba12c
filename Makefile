# Names for run.sh's commands. ARGS is handed on: make test ARGS="-k newsroom"
.PHONY: demo test check setup bench bench-steps bench-growth fit-body bench-crawl bench-store soak

demo test check:
	@sh run.sh $@ $(ARGS)

# What the others need; ARGS is theirs.
setup:
	@sh run.sh setup

# How fast a whole crawl is beside a bare download of the same pages.
bench-crawl: setup
	.venv/bin/python benchmarks/bench_crawl.py throughput $(ARGS)

# Inserting, search, stories, size and memory: make bench-store ARGS="--articles 1000000" for the whole.
bench-store: setup
	.venv/bin/python -m benchmarks.bench_store $(ARGS)

# Many sites, killed again and again: make soak ARGS="--sites 4 --pages 300 --kill-every 3" for a short one.
soak: setup
	.venv/bin/python benchmarks/bench_crawl.py soak --pages 2000 $(ARGS)

# Body text beside other extractors, on the gold pages: make bench ARGS="--check" fails below the floors.
bench: setup
	.venv/bin/python benchmarks/bench.py $(ARGS)

# Where the processor time of a page goes, by step.
bench-steps: setup
	.venv/bin/python benchmarks/bench_steps.py $(ARGS)

# Time and memory for hostile pages of up to 20 MB.
bench-growth: setup
	.venv/bin/python benchmarks/bench_growth.py $(ARGS)

# Fit data/models/body.npz anew on the annotated pages of the folder BENCH.
BENCH ?= ../shared/bench
fit-body: setup
	.venv/bin/python scripts/fit_body.py $(BENCH)/train $(BENCH)/gold $(ARGS)

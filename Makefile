# Names for run.sh's commands. ARGS is handed on: make test ARGS="-k newsroom"
.PHONY: demo test check setup

demo test check setup:
	@sh run.sh $@ $(ARGS)

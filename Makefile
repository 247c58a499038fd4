.PHONY: help demo run build test verify format clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

demo: ## show what Framewise does, on sample media
	./framewise demo

run: ## start the server on http://127.0.0.1:8080
	./framewise run

build: ## build the program, without tests
	./framewise build

test: ## run the unit tests
	mvn test

verify: ## all tests, formatting and house rules: what CI runs
	mvn verify

format: ## format the Java code
	mvn -q spotless:apply

clean: ## remove what was built (never the data)
	mvn -q clean

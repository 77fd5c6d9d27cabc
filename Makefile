# goldpin: `make demo` and `make test` do everything on a fresh Debian 12; `make` alone builds build/goldpin.
# `make help` prints the comments that begin with two hashes: a target's behind its rule, a variable's here.
#
## CC, CFLAGS, LDFLAGS      compiler and its options (cc, -O2 -g)
## BUILD=build              output folder; keeps two configurations apart
## V=1                      shows the commands
## DEVELOPER=1              warnings are errors, as in CI
## SAN=address,undefined    builds with sanitizers
## CASES=tests/cli/suite      which command-line tests `make cli` and `make bless-cli` take
## PREFIX, DESTDIR          where `make install` puts things (/usr/local)

CC      ?= cc
BUILD   ?= build
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wconversion -Wshadow $(if $(filter-out 0,$(DEVELOPER)),-Werror)
SAN     ?=
PKGS    := libcurl libxml-2.0 libcjson hwloc OpenCL libpcre2-8 libcrypto yaml-0.1 libexttextcat zlib sqlite3

# Asked once, lazily: `make deps` must work before any of these packages is there.
pkg_cflags = $(eval pkg_cflags := $$(shell pkg-config --cflags $(PKGS)))$(pkg_cflags)
pkg_libs   = $(eval pkg_libs := $$(shell pkg-config --libs $(PKGS)))$(pkg_libs)

CPPFLAGS_ALL = -D_GNU_SOURCE -DCL_TARGET_OPENCL_VERSION=120 -DGP_PREFIX='"$(PREFIX)"' -Ilib -I$(BUILD)/gen $(CPPFLAGS)
# -ffp-contract=off: host arithmetic that feeds the engine must not be fused by the compiler behind our back.
CFLAGS_ALL   = -std=c17 -ffp-contract=off $(WARN) $(CFLAGS) $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
LDFLAGS_ALL  = $(LDFLAGS) $(if $(SAN),-fsanitize=$(SAN))
LIBS         = $(pkg_libs) -lunistring -lpthread -lm
SRV_LIBS     = $(shell pkg-config --libs libssl)

# $(call say,CC,FILE): in front of a command, the one short line that stands for it.
say = $(if $(filter-out 0,$(V)),,@echo '$1 $2';)
LINK = $(call say,LD,$(@F))$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@

LIB_SRC  := $(sort $(wildcard lib/*/*.c lib/*/*/*.c))
CMD_SRC  := $(sort $(wildcard cmd/*.c))
KERNELS  := $(sort $(wildcard lib/ocl/kernels/*.cl))
GUIDES   := $(sort $(wildcard cmd/guide/*.md))
PAGE     := $(sort $(wildcard lib/report/page/*))
INIT_FILES := $(sort $(wildcard cmd/init/*))
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/%.o)
CMD_OBJ  := $(CMD_SRC:%.c=$(BUILD)/%.o)
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/%)
SRV_SRC  := $(sort $(wildcard tests/server/*.c))
SRV_OBJ  := $(SRV_SRC:%.c=$(BUILD)/%.o)
TOOL_SRC := $(sort $(wildcard tests/tools/*.c))
SCHEMAS  := $(sort $(wildcard suites/*.schema.json lib/*/schema/*.schema.json))
TOOL_BIN := $(TOOL_SRC:tests/tools/%.c=$(BUILD)/tests/%)

.PHONY: all help bench-remote bench-reports kills torture docs schemas deps demo test test-all test-slow test-built test-bins unit cli bless-cli \
	agree check-layers format format-check determinism conformance oracle-engine matrix floats scale asan fuzz install install-test ready-test deb deb-test clean FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/goldpin ## build/goldpin (the default)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F '|' '{ printf "%-20s %s\n", $$1, $$2 }'
	@printf '\nVariables:\n'
	@sed -n 's/^## //p' Makefile

$(BUILD)/goldpin: $(CMD_OBJ) $(BUILD)/libgoldpin.a
	$(LINK) $(CMD_OBJ) $(BUILD)/libgoldpin.a $(LIBS)

$(BUILD)/libgoldpin.a: $(LIB_OBJ)
	$(call say,AR,$(@F))rm -f $@ && ar rcs $@ $(LIB_OBJ)

# OpenCL sources become C string tables, so that the binary needs no files to compute.
$(BUILD)/gen/kernels.inc: $(KERNELS) ci/embed.sh
	@mkdir -p $(@D)
	$(call say,GEN,$(@F))sh ci/embed.sh $(KERNELS) > $@

# So do the guides, for `goldpin help`.
$(BUILD)/gen/guides.inc: $(GUIDES) ci/embed.sh
	@mkdir -p $(@D)
	$(call say,GEN,$(@F))sh ci/embed.sh $(GUIDES) > $@

# And style and script of the HTML report.
$(BUILD)/gen/page.inc: $(PAGE) ci/embed.sh
	@mkdir -p $(@D)
	$(call say,GEN,$(@F))sh ci/embed.sh $(PAGE) > $@

# So does what `goldpin init` writes.
$(BUILD)/gen/init.inc: $(INIT_FILES) ci/embed.sh
	@mkdir -p $(@D)
	$(call say,GEN,$(@F))sh ci/embed.sh $(INIT_FILES) > $@

$(BUILD)/%.o: %.c | $(BUILD)/gen/kernels.inc
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CPPFLAGS_ALL) $(pkg_cflags) $(CFLAGS_ALL) $(file_flags) -MMD -MP -c -o $@ $<

# Where libexttextcat has its models.
$(BUILD)/lib/grade/language.o: file_flags = -DGP_TEXTCAT_DATA='"$(shell pkg-config --variable=pkgdatadir libexttextcat)"'

# The servers that tests and test tools talk to.
$(BUILD)/libtestserver.a: $(SRV_OBJ)
	$(call say,AR,$(@F))rm -f $@ && ar rcs $@ $(SRV_OBJ)

$(BUILD)/tests/test_%: $(BUILD)/tests/unit/test_%.o $(BUILD)/libtestserver.a $(BUILD)/libgoldpin.a
	@mkdir -p $(@D)
	$(LINK) $< $(BUILD)/libtestserver.a $(BUILD)/libgoldpin.a -lcmocka $(SRV_LIBS) $(LIBS)

$(BUILD)/tests/%: $(BUILD)/tests/tools/%.o $(BUILD)/libtestserver.a $(BUILD)/libgoldpin.a
	@mkdir -p $(@D)
	$(LINK) $< $(BUILD)/libtestserver.a $(BUILD)/libgoldpin.a $(SRV_LIBS) $(LIBS)

$(BUILD)/lib/ocl/program.o: $(BUILD)/gen/kernels.inc
$(BUILD)/cmd/help_topic.o: $(BUILD)/gen/guides.inc
$(BUILD)/lib/report/page.o: $(BUILD)/gen/page.inc
$(BUILD)/cmd/init.o: $(BUILD)/gen/init.inc

# PREFIX is compiled into one file, which must follow when it changes.
$(BUILD)/cmd/bundled.o: $(BUILD)/gen/prefix
$(BUILD)/gen/prefix: FORCE
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' > $@
FORCE:

# --- documentation from the option tables: man page and completions ---

DOCS_BIN := $(BUILD)/gen/docs
$(DOCS_BIN): $(BUILD)/cmd/gen/docs.o $(filter-out $(BUILD)/cmd/main.o,$(CMD_OBJ)) $(BUILD)/libgoldpin.a
	@mkdir -p $(@D)
	$(LINK) $^ $(LIBS)

$(BUILD)/doc/goldpin.1 $(BUILD)/doc/goldpin.bash $(BUILD)/doc/_goldpin &: $(DOCS_BIN)
	@mkdir -p $(BUILD)/doc
	$(call say,GEN,man page and completions)$(DOCS_BIN) man > $(BUILD)/doc/goldpin.1
	$(if $(filter-out 0,$(V)),,@)$(DOCS_BIN) bash > $(BUILD)/doc/goldpin.bash
	$(if $(filter-out 0,$(V)),,@)$(DOCS_BIN) zsh > $(BUILD)/doc/_goldpin

# Each guide is a manual page too.
GUIDE_BIN   := $(BUILD)/gen/guide
GUIDE_PAGES := $(GUIDES:cmd/guide/%.md=$(BUILD)/doc/goldpin-%.7)
$(GUIDE_BIN): $(BUILD)/cmd/gen/guide.o $(BUILD)/libgoldpin.a
	@mkdir -p $(@D)
	$(LINK) $^ $(LIBS)

$(BUILD)/doc/goldpin-%.7: cmd/guide/%.md $(GUIDE_BIN)
	@mkdir -p $(@D)
	$(call say,GEN,$(@F))$(GUIDE_BIN) $< > $@

docs: $(BUILD)/doc/goldpin.1 $(GUIDE_PAGES) ## manual pages and completions

# --- JSON Schemas, and the guide to graders, from the tables ---

SCHEMAS_BIN := $(BUILD)/gen/schemas
$(SCHEMAS_BIN): $(BUILD)/cmd/gen/schemas.o $(BUILD)/cmd/gen/graders.o $(BUILD)/libgoldpin.a
	@mkdir -p $(@D)
	$(LINK) $^ $(LIBS)

schemas: $(SCHEMAS_BIN) ## writes the JSON Schemas from the tables
	$(SCHEMAS_BIN) write

# --- the README's commands: packages, build, then the work. The build is a make of its own, because what pkg-config
# --- answers may change while deps runs.

deps: ## installs the packages that are missing
	sh ci/deps.sh

demo: deps ## the smoke suite on the pocket model, and its reports
	@$(MAKE) --no-print-directory all
	BUILD=$(BUILD) sh ci/demo.sh

test: deps ## what must pass before a commit, within minutes
	@$(MAKE) --no-print-directory test-built

test-built: all test-bins docs $(SCHEMAS_BIN)
	@BUILD=$(BUILD) sh ci/test.sh $(UNIT_BIN)

test-all: test ## that, and what takes longer
	@$(MAKE) --no-print-directory test-slow

# Programs that do more with GOLDPIN_TEST_ALL=1, which compiles kernels for minutes and simulates ten times as much.
SLOW_BIN := $(BUILD)/tests/test_ocl_wtypes $(BUILD)/tests/test_coverage
test-slow: all test-bins ## only what takes longer: kernels of every tensor type, more simulated coverage
	@BUILD=$(BUILD) GOLDPIN_TEST_ALL=1 sh ci/unit.sh $(SLOW_BIN)

# --- parts of it, and what takes longer ---

test-bins: $(UNIT_BIN) $(TOOL_BIN) $(BUILD)/tests/torture.so $(BUILD)/tests/crash_cl.so $(BUILD)/tests/engine_oracle $(BUILD)/tests/floats

unit: all test-bins ## unit tests
	@BUILD=$(BUILD) sh ci/unit.sh $(UNIT_BIN)

cli: all test-bins ## command-line tests
	@BUILD=$(BUILD) sh ci/cli.sh $(CASES)

bless-cli: all test-bins ## writes what they print now into the files that differ
	@BUILD=$(BUILD) BLESS=1 sh ci/cli.sh $(CASES)

agree: all docs $(SCHEMAS_BIN) ## do help, manual page, README and schema agree with the tables
	@BUILD=$(BUILD) sh ci/agree.sh

check-layers: $(BUILD)/libgoldpin.a ## includes, names and symbols against ARCHITECTURE.md
	@sh ci/check-layers.sh
	@BUILD=$(BUILD) sh ci/check-symbols.sh

format: ## clang-format, over all sources
	@sh ci/format.sh

format-check: ## is anything formatted otherwise
	@sh ci/format.sh check

determinism: all test-bins ## the same fingerprint over threads, batches, kernels, interrupts
	@BUILD=$(BUILD) bash ci/determinism.sh

kills: all test-bins ## remote runs killed and resumed; KILLS=200 for more
	@BUILD=$(BUILD) bash ci/kills.sh

# A sample of TORTURE_SAMPLE calls of each kind, 0 for all.
torture: all test-bins ## everything asked of the system fails once
	@BUILD=$(BUILD) bash ci/torture.sh

# No sanitizer, which would bring an allocator of its own.
$(BUILD)/tests/%.so: tests/torture/%.c
	@mkdir -p $(@D)
	$(call say,LD,$(@F))$(CC) -std=c17 -D_GNU_SOURCE $(WARN) -O2 -g -fPIC -shared -o $@ $< -ldl -lpthread

# The second engine: nothing of lib/ in it but the codebooks, which are data, and IEEE arithmetic as written.
ORACLE_SRC := $(sort $(wildcard tests/oracle/engine/*.c)) lib/gguf/iq_tables.c
ORACLE_HDR := $(wildcard tests/oracle/engine/*.h) lib/gguf/iq_tables.h
ORACLE_CC   = $(CC) -std=c17 -O2 -g -ffp-contract=off $(WARN) $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
$(BUILD)/tests/engine_oracle: $(ORACLE_SRC) $(ORACLE_HDR)
	@mkdir -p $(@D)
	$(call say,LD,$(@F))$(ORACLE_CC) -Ilib -o $@ $(ORACLE_SRC) -lm

$(BUILD)/tests/floats: tests/oracle/floats/floats.c tests/oracle/engine/maths.c $(ORACLE_HDR)
	@mkdir -p $(@D)
	$(call say,LD,$(@F))$(ORACLE_CC) -o $@ $(filter %.c,$^) -lm

oracle-engine: all test-bins ## the logits of a second engine, without the code of the first, for CONFORMANCE="DIR..."
	@BUILD=$(BUILD) sh ci/engine-oracle.sh $(CONFORMANCE)

matrix: all test-bins ## digests of every model in CONFORMANCE="DIR..." under every setting that must not change them
	@BUILD=$(BUILD) sh ci/matrix.sh $(CONFORMANCE)

FLOATS_EVERY ?= 1
floats: $(BUILD)/tests/floats ## elementary functions over all floats; FLOATS_EVERY=1009 for some
	@$(BUILD)/tests/floats --every $(FLOATS_EVERY)

bench-remote: all test-bins ## speed, memory, waiting of remote runs: printed, not judged
	@BUILD=$(BUILD) bash tests/bench/remote.sh

bench-reports: all test-bins ## speed and memory of reports of 100,000 trials
	@BUILD=$(BUILD) bash tests/bench/reports.sh

conformance: all test-bins ## against the reference data in CONFORMANCE=DIR
	@BUILD=$(BUILD) sh ci/conformance.sh $(CONFORMANCE)
	@BUILD=$(BUILD) sh ci/scale/test.sh
	@BUILD=$(BUILD) bash ci/third-party.sh

scale: all ## the ready files of ci/scale, run by GNU parallel and Slurm where they are installed
	@BUILD=$(BUILD) sh ci/scale/test.sh

asan: ## unit and command-line tests with sanitizers
	@$(MAKE) --no-print-directory BUILD=build/asan SAN=address,undefined CFLAGS="-O1 -g" test-bins all
	@BUILD=build/asan ASAN_OPTIONS=$(ASAN_OPTIONS) sh ci/asan.sh $(UNIT_SRC:tests/unit/%.c=build/asan/tests/%)

# Each fuzz target under clang's fuzzer with both sanitizers: FUZZ_SECONDS each, or FUZZ_RUNS inputs that are always the same.
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
fuzz: ## every fuzz target for FUZZ_SECONDS
	@$(MAKE) --no-print-directory CC=clang BUILD=build/fuzz SAN=fuzzer-no-link,address,undefined CFLAGS="-O1 -g" $(FUZZ_SRC:tests/fuzz/%.c=build/fuzz/tests/%)
	@FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_RUNS=$(FUZZ_RUNS) sh ci/fuzz.sh $(FUZZ_SRC:tests/fuzz/%.c=build/fuzz/tests/%)

$(BUILD)/tests/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/libgoldpin.a
	@mkdir -p $(@D)
	$(LINK) -fsanitize=fuzzer $< $(BUILD)/libgoldpin.a $(LIBS)

install-test: all docs ## installs into a folder and runs from there
	@sh ci/install-test.sh

ready-test: all test-bins ## the GitHub Action and the files for GitLab and Azure, run with stand-ins
	@BUILD=$(BUILD) sh ci/ready-test.sh
	@BUILD=$(BUILD) sh ci/action/test.sh

deb: ## a Debian package, in BUILD
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/deb PREFIX=/usr all docs
	@BUILD=$(BUILD)/deb sh ci/deb.sh $(BUILD)

deb-test: all docs ## makes it, installs it in a folder and runs it there
	@BUILD=$(BUILD) sh ci/deb-test.sh

# --- installation ---

SHARE = $(DESTDIR)$(PREFIX)/share
# With the generators that make longer texts than those of the repository.
SHIPPED = $(filter-out %.py,$(wildcard $(addprefix suites/,$(addsuffix /*,field workbench constraints stability quant route)))) \
	$(filter-out %__pycache__,$(wildcard suites/generator.py suites/longcontext/* suites/perf/*))
install: all docs ## into PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man/man1 $(SHARE)/man/man7 $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions \
		$(SHARE)/goldpin/suites/smoke/pocket $(SHARE)/goldpin/schemas
	install -m 755 $(BUILD)/goldpin $(DESTDIR)$(PREFIX)/bin/goldpin
	install -m 644 $(BUILD)/doc/goldpin.1 $(SHARE)/man/man1/goldpin.1
	install -m 644 $(GUIDE_PAGES) $(SHARE)/man/man7/
	install -m 644 $(BUILD)/doc/goldpin.bash $(SHARE)/bash-completion/completions/goldpin
	install -m 644 $(BUILD)/doc/_goldpin $(SHARE)/zsh/site-functions/_goldpin
	install -m 644 suites/smoke/suite.json $(SHARE)/goldpin/suites/smoke/suite.json
	install -m 644 suites/smoke/pocket/pocket.gguf $(wildcard suites/smoke/pocket/*.md) $(SHARE)/goldpin/suites/smoke/pocket/
	for f in $(SHIPPED); do install -D -m 644 $$f $(SHARE)/goldpin/$$f || exit 1; done
	install -m 644 suites/suite.schema.json $(SHARE)/goldpin/suites/suite.schema.json
	install -m 644 lib/call/prices.json $(SHARE)/goldpin/prices.json
	install -m 644 $(SCHEMAS) $(SHARE)/goldpin/schemas/

clean: ## removes BUILD
	rm -rf $(BUILD)

-include $(BUILD)/cmd/gen/docs.d $(BUILD)/cmd/gen/guide.d $(BUILD)/cmd/gen/schemas.d $(BUILD)/cmd/gen/graders.d $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(UNIT_SRC:%.c=$(BUILD)/%.d) $(SRV_OBJ:.o=.d) $(TOOL_SRC:%.c=$(BUILD)/%.d)

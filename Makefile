# goldpin: `make demo` and `make test` do everything on a fresh Debian 12; `make` alone builds build/goldpin.
# Variables: CC, CFLAGS, BUILD (output folder), SAN (sanitizers, e.g. address,undefined), PREFIX, DESTDIR.

CC      ?= cc
BUILD   ?= build
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wconversion -Wshadow -Werror
SAN     ?=
PKGS    := libcurl libxml-2.0 libcjson hwloc OpenCL libpcre2-8 libcrypto

# Asked once, lazily: `make deps` must work before any of these packages is there.
pkg_cflags = $(eval pkg_cflags := $$(shell pkg-config --cflags $(PKGS)))$(pkg_cflags)
pkg_libs   = $(eval pkg_libs := $$(shell pkg-config --libs $(PKGS)))$(pkg_libs)

CPPFLAGS_ALL = -D_GNU_SOURCE -DCL_TARGET_OPENCL_VERSION=120 -DGP_PREFIX='"$(PREFIX)"' -Ilib -I$(BUILD)/gen $(CPPFLAGS)
# -ffp-contract=off: host arithmetic that feeds the engine must not be fused by the compiler behind our back.
CFLAGS_ALL   = -std=c17 -ffp-contract=off $(WARN) $(CFLAGS) $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
LDFLAGS_ALL  = $(LDFLAGS) $(if $(SAN),-fsanitize=$(SAN))
LIBS         = $(pkg_libs) -lpthread -lm

LIB_SRC  := $(sort $(wildcard lib/*/*.c))
CMD_SRC  := $(sort $(wildcard cmd/*.c))
KERNELS  := $(sort $(wildcard lib/ocl/kernels/*.cl))
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/%.o)
CMD_OBJ  := $(CMD_SRC:%.c=$(BUILD)/%.o)
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/%)
SRV_SRC  := $(sort $(wildcard tests/server/*.c))
SRV_OBJ  := $(SRV_SRC:%.c=$(BUILD)/%.o)
TOOL_SRC := $(sort $(wildcard tests/tools/*.c))
TOOL_BIN := $(TOOL_SRC:tests/tools/%.c=$(BUILD)/tests/%)

.PHONY: all deps demo test unit cli asan clean install check-layers
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/goldpin

$(BUILD)/goldpin: $(CMD_OBJ) $(BUILD)/libgoldpin.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $(CMD_OBJ) $(BUILD)/libgoldpin.a $(LIBS)

$(BUILD)/libgoldpin.a: $(LIB_OBJ)
	rm -f $@ && ar rcs $@ $(LIB_OBJ)

# OpenCL sources become C string tables, so that the binary needs no files to compute.
$(BUILD)/gen/kernels.inc: $(KERNELS) ci/embed.sh
	@mkdir -p $(@D)
	sh ci/embed.sh $(KERNELS) > $@

$(BUILD)/%.o: %.c | $(BUILD)/gen/kernels.inc
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(pkg_cflags) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# The servers that tests and test tools talk to.
$(BUILD)/libtestserver.a: $(SRV_OBJ)
	rm -f $@ && ar rcs $@ $(SRV_OBJ)

$(BUILD)/tests/test_%: $(BUILD)/tests/unit/test_%.o $(BUILD)/libtestserver.a $(BUILD)/libgoldpin.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $(BUILD)/libtestserver.a $(BUILD)/libgoldpin.a -lcmocka $(LIBS)

$(BUILD)/tests/%: $(BUILD)/tests/tools/%.o $(BUILD)/libtestserver.a $(BUILD)/libgoldpin.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $(BUILD)/libtestserver.a $(BUILD)/libgoldpin.a $(LIBS)

$(BUILD)/lib/ocl/program.o: $(BUILD)/gen/kernels.inc

unit: $(UNIT_BIN) $(TOOL_BIN) $(BUILD)/goldpin
	BUILD=$(BUILD) sh ci/unit.sh $(UNIT_BIN)

clean:
	rm -rf $(BUILD)

-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(UNIT_SRC:%.c=$(BUILD)/%.d) $(SRV_OBJ:.o=.d) $(TOOL_SRC:%.c=$(BUILD)/%.d)

# make help lists the targets. ARGS is passed on to propbot, e.g. make run ARGS="--urls http://127.0.0.1:8001".
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build run sim backtest acceptance simulate simulate-long test fuzz walks format format-check docs bench clean

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

ARGS ?=
PROPBOT := dotnet src/PropBot.Cli/bin/Release/net10.0/propbot.dll

help: ## lists the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## restores every package at the locked versions
	dotnet restore PropBot.slnx --locked-mode

build: setup ## builds everything in Release
	dotnet build PropBot.slnx --configuration Release --no-restore -m

# The executable alone builds in a fraction of the time.
.PHONY: propbot
propbot:
	@dotnet restore src/PropBot.Cli/PropBot.Cli.csproj --locked-mode --verbosity quiet
	@dotnet build src/PropBot.Cli/PropBot.Cli.csproj --configuration Release --no-restore --verbosity quiet -m

run: propbot ## the bot in the paper profile with its dashboard
	@exec $(PROPBOT) run --profile paper $(ARGS)

sim: propbot ## the venue simulator alone
	@exec $(PROPBOT) sim $(ARGS)

backtest: propbot ## the engine over recorded data: ARGS="--data D [--config C] [--outdir D]"
	@exec $(PROPBOT) backtest $(ARGS)

acceptance: propbot ## the runbook's check before a release: the bot without chaos and under CHAOS_PROFILE=mild; exit code 0 when all is ok
	@exec $(PROPBOT) acceptance

simulate: propbot ## episodes of the whole bot in virtual time: SEEDS=n FIRST_SEED=k; the last line is "violations: n"
	@$(PROPBOT) simulate --seeds $(or $(SEEDS),200) --first-seed $(or $(FIRST_SEED),1) $(ARGS)

simulate-long: propbot ## 10,000 of them
	@$(PROPBOT) simulate --seeds 10000 --first-seed $(or $(FIRST_SEED),1) $(ARGS)

test: ## builds and runs every test; the last line is "N passed, N failed"
	@build/test

walks: ## random shifts of the engine with every fault of its venues: SEEDS=n FIRST_SEED=k; failures name their seeds
	dotnet build tests/PropBot.Core.Tests --configuration Release --verbosity quiet
	PROPBOT_WALK_SEEDS=$(or $(SEEDS),3000) PROPBOT_WALK_FIRST=$(or $(FIRST_SEED),300) dotnet tests/PropBot.Core.Tests/bin/Release/net10.0/PropBot.Core.Tests.dll -class PropBot.Core.Tests.Walks.EngineWalkTests

KILLS ?= 200
SEED ?= 4

crash-test: ## kill -9 at KILLS named instants of a trading bot (SEED=n); the last line is for scripts, violations keep their data
	@dotnet restore tests/PropBot.System.Tests/PropBot.System.Tests.csproj --locked-mode --verbosity quiet
	@dotnet build tests/PropBot.System.Tests/PropBot.System.Tests.csproj --configuration Release --no-restore --verbosity quiet -m
	@mkdir -p artifacts; rm -f artifacts/crash-test.txt; code=0; \
		PROPBOT_CRASH_KILLS=$(KILLS) PROPBOT_CRASH_SEED=$(SEED) PROPBOT_CRASH_REPORT=$(CURDIR)/artifacts/crash-test.txt \
		dotnet tests/PropBot.System.Tests/bin/Release/net10.0/PropBot.System.Tests.dll -noColor -class PropBot.SystemTests.Crash.CrashTests || code=$$?; \
		tail -n 1 artifacts/crash-test.txt; exit $$code

fuzz: ## mutated venue messages against every parser: SEEDS=n FIRST_SEED=k; a failure names its seed
	@dotnet restore tests/PropBot.Venues.Tests/PropBot.Venues.Tests.csproj --locked-mode --verbosity quiet
	@dotnet build tests/PropBot.Venues.Tests/PropBot.Venues.Tests.csproj --configuration Release --no-restore --verbosity quiet -m
	@PROPBOT_FUZZ_SEEDS=$(or $(SEEDS),50000) PROPBOT_FUZZ_FIRST_SEED=$(or $(FIRST_SEED),1) \
		dotnet tests/PropBot.Venues.Tests/bin/Release/net10.0/PropBot.Venues.Tests.dll -noColor -namespace PropBot.Venues.Tests.Fuzz

format: setup ## formats the sources
	dotnet format PropBot.slnx --no-restore

format-check: setup ## fails when formatting would change a file
	dotnet format PropBot.slnx --verify-no-changes --no-restore

docs: setup ## makes the documents that are generated from the code
	dotnet build tests/PropBot.Venues.Tests --configuration Release --no-restore --verbosity quiet
	dotnet build tests/PropBot.Host.Tests --configuration Release --no-restore --verbosity quiet
	PROPBOT_WRITE_DOCS=1 dotnet tests/PropBot.Host.Tests/bin/Release/net10.0/PropBot.Host.Tests.dll -class PropBot.Host.Tests.Configuration.OptionDocumentTests
	PROPBOT_WRITE_DOCS=1 dotnet tests/PropBot.Venues.Tests/bin/Release/net10.0/PropBot.Venues.Tests.dll -class PropBot.Venues.Tests.Contract.CapabilityTableTests

bench: setup ## benchmarks: ARGS="--filter *Book*"
	dotnet run --project bench/PropBot.Benchmarks --configuration Release --no-restore -- $(if $(ARGS),$(ARGS),--filter '*')

clean: ## removes what builds and tests left
	find src tests bench -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
	rm -rf artifacts BenchmarkDotNet.Artifacts

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test lint format bench offline-test constraints

help:  ## tampilkan daftar perintah ini
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 18

run:  ## pasang yang kurang, siapkan data, lalu jalankan di http://127.0.0.1:8000 (HOST, PORT, DATABASE_URL, DATA_DIR, DEMO=0)
	@exec scripts/run.sh

test:  ## seluruh tes di PostgreSQL lalu di SQLite; sebagian saja: make test ARGS="tests/registry -x"
	@scripts/test.sh $(ARGS)

lint:  ## gaya, tipe, lapisan, templat, migrasi
	@scripts/lint.sh

format:  ## rapikan kode Python
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench:  ## ukur kecepatan; sebagian saja: make bench ARGS=growth
	@scripts/bench.sh $(ARGS)

offline-test:  ## 10.000 simpanan dari banyak HP sambil sambungan, tab, dan server diputus; ARGS="--seed 7 --saves 500"
	@scripts/offline-test.sh $(ARGS)

constraints:  ## catat versi semua paket Python di constraints.txt, setelah requirements*.txt berubah
	@scripts/constraints.sh

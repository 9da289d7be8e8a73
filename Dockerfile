# Two stages: wheels are built where compilers may be, and run where they are not.
FROM python:3.11-slim-bookworm AS wheels
WORKDIR /build
COPY requirements-build.txt requirements.txt ./
RUN python -m pip install --no-cache-dir --require-hashes -r requirements-build.txt
RUN python -m pip wheel --no-cache-dir --no-deps --no-build-isolation --no-binary langdetect --require-hashes --wheel-dir /wheels -r requirements.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY bot bot
COPY ingest ingest
COPY nlp nlp
COPY store store
COPY templates templates
RUN python -m pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-eng tesseract-ocr-fra tesseract-ocr-spa tesseract-ocr-ara tesseract-ocr-por tesseract-ocr-rus tesseract-ocr-osd \
 && rm -rf /var/lib/apt/lists/*
COPY --from=wheels /wheels /wheels
RUN python -m pip install --no-index --no-deps --no-cache-dir /wheels/*.whl && rm -rf /wheels
RUN groupadd --gid 10001 intake \
 && useradd --uid 10001 --gid intake --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin intake \
 && install -d -o intake -g intake -m 0700 /var/lib/acsg-intake
USER 10001:10001
ENV ACSG_DATA_DIR=/var/lib/acsg-intake \
    ACSG_SMTP_LISTEN=0.0.0.0:8025 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /var/lib/acsg-intake
VOLUME /var/lib/acsg-intake
EXPOSE 8025
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["acsg-intake", "check", "--quick"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["acsg-intake"]
CMD ["serve"]

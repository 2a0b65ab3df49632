# The image holds one static program, the licences of what is in it, and /data for
# the index:
#
#     docker build -t shirube .
#     docker run -p 8080:8080 -v shirube-data:/data -v "$PWD/keys.yaml:/keys.yaml:ro" \
#         shirube serve --key-file /keys.yaml
#
# In a container it listens on every address, so it wants keys (--key-file), or
# --insecure-public: then everyone who reaches the port can read every published
# article.

FROM golang:1.26 AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o ../out/shirube ./cmd/shirube
# Licences ask to be given along with what they license.
RUN go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}' ./cmd/shirube | sort -u | \
    while read -r module dir; do \
        mkdir -p "../out/licenses/$module"; \
        find "$dir" -maxdepth 1 -type f -regextype posix-extended -iregex '.*/(licen[cs]e|copying|notice|patents)[^/]*' \
            -exec cp {} "../out/licenses/$module/" \; ; \
    done
RUN cp LICENSE NOTICE ../out/licenses/ && mkdir ../out/data

FROM scratch
COPY --from=build /out/shirube /shirube
COPY --from=build /out/licenses /licenses
# An empty folder gives the volume its owner.
COPY --from=build --chown=65532:65532 /out/data /data
ENV SHIRUBE_DATA=/data SHIRUBE_ADDR=0.0.0.0:8080
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s CMD ["/shirube", "health"]
ENTRYPOINT ["/shirube"]
CMD ["serve"]

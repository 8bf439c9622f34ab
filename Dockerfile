FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet restore src/PropBot.Cli/PropBot.Cli.csproj --locked-mode \
    && dotnet publish src/PropBot.Cli/PropBot.Cli.csproj --configuration Release --no-restore --output /out \
    && mkdir -p configs data

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /out .
COPY --from=build /src/configs configs
COPY --from=build /src/data data
RUN chown -R $APP_UID data
USER $APP_UID
# The ledger and its journal live here.
VOLUME /app/data
# Inside a container the surface listens on every address; publish it on the host's loopback: docker run -p 127.0.0.1:8000:8000 ...
# Testnet and live refuse that address in clear text: add -e PROPBOT_BEHIND_TLS_PROXY=on -e PROPBOT_TRUSTED_PROXIES=<the proxy's address>,
# or --network host -e PROPBOT_URLS=http://127.0.0.1:8000 (ADR 0036).
ENV PROPBOT_URLS=http://0.0.0.0:8000
EXPOSE 8000
ENTRYPOINT ["dotnet", "propbot.dll"]
CMD ["run", "--profile", "paper"]

# The host with all systems. deploy/compose.yaml starts one container per system. This file has not been tested with a Docker engine.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Vernier.Host --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# A volume mounted here belongs to the user of the process.
RUN mkdir --mode=700 /data && chown $APP_UID /data
USER $APP_UID
ENTRYPOINT ["dotnet", "Vernier.Host.dll"]

// A service without web routing. The standalone listener exposes its metrics at http://127.0.0.1:9464/metrics (--Metrics:Port=N sets another port).
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddVernier();
builder.Services.AddMetricsServer(builder.Configuration.GetSection("Metrics").Bind); // By default on loopback, port 9464, path /metrics.
builder.Services.AddHostedService<Worker.Imports>();
await builder.Build().RunAsync();

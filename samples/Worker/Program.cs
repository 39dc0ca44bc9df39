// A service without web routing: the standalone listener shows its metrics at http://127.0.0.1:9464/metrics (--Metrics:Port=N for another port).
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddVernier();
builder.Services.AddMetricsServer(builder.Configuration.GetSection("Metrics").Bind); // Loopback, port 9464, path /metrics, unless told otherwise.
builder.Services.AddHostedService<Worker.Imports>();
await builder.Build().RunAsync();

// A service without web routing: the standalone listener shows its metrics at http://127.0.0.1:9464/metrics.
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vernier.AspNetCore;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddVernier();
builder.Services.AddMetricsServer(); // Loopback, port 9464, path /metrics, unless told otherwise.
builder.Services.AddHostedService<Worker.Imports>();
await builder.Build().RunAsync();

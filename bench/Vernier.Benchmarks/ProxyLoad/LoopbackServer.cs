using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Vernier.Benchmarks.ProxyLoad;

/// <summary>The two servers of the measurement, each with its own Kestrel on a free loopback port: a provider of streams, and the proxy in front of it.</summary>
internal static class LoopbackServer
{
    public const int EventsPerStream = 20;

    private static readonly byte[] Event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"}}]}\n\n"u8.ToArray();

    private static readonly byte[] End =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20}}\n\ndata: [DONE]\n\n"u8.ToArray();

    /// <summary>Streams events in the form of Chat Completions; the first one immediately, the others with the given interval.</summary>
    public static async Task<WebApplication> StartProviderAsync(TimeSpan pace)
    {
        var provider = Builder().Build();
        provider.Run(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            http.Response.ContentType = "text/event-stream";
            for (var i = 0; i < EventsPerStream; i++)
            {
                if (i > 0)
                    await Task.Delay(pace, http.RequestAborted);
                await http.Response.Body.WriteAsync(Event, http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
            await http.Response.Body.WriteAsync(End, http.RequestAborted);
        });
        await provider.StartAsync();
        return provider;
    }

    public static async Task<WebApplication> StartProxyAsync(string providerUrl)
    {
        var builder = Builder();
        builder.Services.AddRouting();
        builder.Services.AddCcProxy(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ccproxy:providers:0:name"] = "local",
                ["ccproxy:providers:0:api"] = "openai",
                ["ccproxy:providers:0:url"] = providerUrl,
                ["ccproxy:pricing:0:model"] = "m",
                ["ccproxy:pricing:0:input"] = "1",
                ["ccproxy:pricing:0:output"] = "5",
            })
            .Build()
            .GetSection("ccproxy"));
        var proxy = builder.Build();
        proxy.MapCcProxy();
        await proxy.StartAsync();
        return proxy;
    }

    private static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        return builder;
    }
}

using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.DicomWebOAuth;

/// <summary>A small OAuth2 token endpoint of the tests. It can be stopped and started again on the same port.</summary>
internal sealed class TokenEndpoint(string secret) : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private WebApplication? _application;
    private int _issued;

    public Uri Address => new($"http://127.0.0.1:{_port}/token");

    /// <summary>How long its tokens live, in seconds.</summary>
    public int Lifetime { get; set; } = 3600;

    public async Task StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls($"http://127.0.0.1:{_port}");
        _application = builder.Build();
        _application.Run(async context =>
        {
            IFormCollection form = await context.Request.ReadFormAsync();
            bool isClient = form["grant_type"] == "client_credentials" && form["client_id"] == "gateway" && form["client_secret"] == secret;
            context.Response.StatusCode = isClient ? 200 : 401;
            context.Response.ContentType = "application/json";
            string answer = isClient
                ? $$"""{"access_token":"t-{{Interlocked.Increment(ref _issued)}}","token_type":"Bearer","expires_in":{{Lifetime}}}"""
                : """{"error":"invalid_client"}""";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer));
        });
        await _application.StartAsync();
    }

    public async Task StopAsync()
    {
        if (_application is not null)
            await _application.DisposeAsync();
        _application = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}

using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Vernier.EndToEnd.Host.Security;

/// <summary>A request that a hostile page tries to send.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The URL.</param>
/// <param name="Body">The body; empty for none.</param>
internal sealed record AttackRequest(string Method, string Url, string Body = "");

/// <summary>The server of a hostile page, on its own port, and the script of the page, which uses all ways in which a page can send requests.</summary>
internal sealed class AttackPage : IAsyncDisposable
{
    public const string Html = "<!DOCTYPE html><title>Attack</title><body></body>";

    /// <summary>Sends each request in each way; returns the responses that the page can read.</summary>
    private const string Script = """
        async requests => {
            const read = [];
            const wait = (promise, ms = 5000) => Promise.race([promise, new Promise(resolve => setTimeout(resolve, ms))]);
            const send = async (name, url, options) => {
                try {
                    const response = await fetch(url, { credentials: 'include', cache: 'no-store', ...options });
                    if (response.type !== 'opaque')
                        read.push({ way: name, url, status: response.status, text: await response.text() });
                } catch { }
            };
            const form = (request, enctype) => wait(new Promise(resolve => {
                const frame = document.createElement('iframe');
                frame.name = 'f' + Math.random();
                document.body.append(frame);
                const form = document.createElement('form');
                Object.assign(form, { method: 'post', action: request.url, target: frame.name, enctype });
                const input = document.createElement('input');
                // With text/plain the body is name=value: JSON whose last string contains the equals sign.
                Object.assign(input, enctype === 'text/plain'
                    ? { name: request.body.slice(0, -2), value: request.body.slice(-2) }
                    : { name: 'name', value: 'evil' });
                form.append(input);
                document.body.append(form);
                frame.addEventListener('load', resolve);
                form.submit();
            }));
            const load = (name, attribute, url) => wait(new Promise(resolve => {
                const element = document.createElement(name);
                element.onload = element.onerror = resolve;
                element[attribute] = url;
                document.body.append(element);
            }));
            for (const request of requests) {
                const { method, url, body } = request;
                if (method === 'GET') {
                    await load('img', 'src', url);
                    await load('script', 'src', url);
                    await load('iframe', 'src', url);
                    await send('fetch', url, {});
                    await send('no-cors', url, { mode: 'no-cors' });
                    continue;
                }
                const bytes = body.length > 0 ? body : undefined;
                await send('simple text', url, { method: 'POST', mode: 'no-cors', body: bytes });
                await send('without type', url, { method: 'POST', mode: 'no-cors', body: bytes && new Blob([bytes]) });
                await send('form data', url, { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ name: 'evil' }) });
                await send('json', url, { method, headers: { 'Content-Type': 'application/json' }, body: bytes });
                await send('put', url, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: bytes });
                await send('delete', url, { method: 'DELETE' });
                navigator.sendBeacon(url, bytes);
                await form(request, 'application/x-www-form-urlencoded');
                await form(request, 'multipart/form-data');
                if (bytes)
                    await form(request, 'text/plain');
            }
            return read;
        }
        """;

    /// <summary>Opens a WebSocket and an event stream; returns those that opened.</summary>
    private const string StreamScript = """
        async urls => {
            const opened = [];
            for (const url of urls) {
                await new Promise(resolve => {
                    const stream = url.startsWith('ws') ? new WebSocket(url) : new EventSource(url, { withCredentials: true });
                    stream.onopen = () => { opened.push(url); stream.close(); resolve(); };
                    stream.onerror = () => { stream.close(); resolve(); };
                });
            }
            return opened;
        }
        """;

    private readonly WebApplication _application;

    private AttackPage(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Urls.Single()).Port;

    public static async Task<AttackPage> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        var application = builder.Build();
        application.MapGet("/", () => Results.Content(Html, "text/html"));
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new AttackPage(application);
    }

    /// <summary>Sends the requests from a page in all ways. Returns the responses that the page can read.</summary>
    public static async Task<IReadOnlyList<AttackResponse>> AttackAsync(IPage page, IReadOnlyList<AttackRequest> requests)
    {
        var read = await page.EvaluateAsync<JsonElement>(Script, requests.Select(request => new { method = request.Method, url = request.Url, body = request.Body }).ToArray());
        return read.Deserialize<List<AttackResponse>>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Opens WebSockets and event streams from a page. Returns the URLs of those that opened.</summary>
    public static Task<string[]> OpenAsync(IPage page, IReadOnlyList<string> urls) => page.EvaluateAsync<string[]>(StreamScript, urls);

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}

/// <summary>A response that a page could read.</summary>
internal sealed record AttackResponse(string Way, string Url, int Status, string Text);

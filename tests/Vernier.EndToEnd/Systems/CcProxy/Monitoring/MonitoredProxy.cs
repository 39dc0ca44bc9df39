using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Tests;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.CcProxy.Monitoring;

/// <summary>
/// A real Prometheus that has scraped the proxy on a real Kestrel while a known number of requests went to a provider that responds, fails, cuts
/// responses off and delays one; another provider is unreachable, one hook fails, and one is too slow.
/// </summary>
public sealed class MonitoredProxy : IAsyncLifetime
{
    internal const int Messages = 20;
    internal const int Chats = 10;
    internal const int Refused = 5;
    internal const int Cut = 3;

    private const string Usage = """{"usage":{"input_tokens":100,"output_tokens":20,"cache_read_input_tokens":30,"cache_creation_input_tokens":4}}""";
    private const string ChatUsage = """{"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4}}}""";

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _wakeUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _hasStarted = new(0);
    private ScriptedProvider? _provider;
    private CcProxyApp? _app;
    private PrometheusServer? _prometheus;

    internal PrometheusServer Prometheus => _prometheus!;

    public async ValueTask InitializeAsync()
    {
        _provider = await ScriptedProvider.StartAsync(RespondAsync);
        _app = await CcProxyApp.StartAsync(
            [
                .. CcProxyApp.InFrontOf(_provider.Url), "providers:2:name=gone", "providers:2:url=http://127.0.0.1:1", "providers:2:models:0=gone",
                "pool:min_clients=0", "pool:health_check_interval=0.5",
            ],
            services => services
                .AddSingleton(Hook.Create("failing", [HookEvent.RequestCompleted], _ => throw new InvalidOperationException("It always fails.")))
                .AddSingleton(Hook.Create("slow", [HookEvent.ProviderStreamChunk], (_, _) => new ValueTask(_wakeUp.Task))));
        _prometheus = await PrometheusServer.StartAsync(new ScrapeJob("ccproxy", _app.Client.BaseAddress!.Authority));

        // Events before the first scrape are not an increase.
        await _prometheus.WaitUntilAsync("ccproxy_active_requests", series => series.Count == 1);
        await SendAsync(Messages, "/v1/messages", "m");
        await SendAsync(Chats, "/v1/chat/completions", "m");
        await SendAsync(Refused, "/v1/messages", "refused");
        await CutAsync(Cut);
        await HoldAsync();
        await FloodAsync();
        await _prometheus.WaitUntilAsync("ccproxy_requests_total{model=\"held\"} == 1 and on () ccproxy_active_requests == 0", series => series.Count == 1);
        await _prometheus.WaitUntilAsync("vernier_ccproxy_hook_events_dropped_total{event=\"PROVIDER_STREAM_CHUNK\"} > 0", series => series.Count == 1);
        await _prometheus.WaitUntilAsync("ccproxy_pool_health_check_failures_total > 1", series => series.Count == 1);
    }

    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        _wakeUp.TrySetResult();
        if (_prometheus is not null)
            await _prometheus.DisposeAsync();
        if (_app is not null)
            await _app.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
        _hasStarted.Dispose();
    }

    private async Task SendAsync(int count, string path, string model)
    {
        for (var i = 0; i < count; i++)
        {
            using var response = await _app!.PostAsync(path, $$"""{"model":"{{model}}"}""");
            await response.Content.CopyToAsync(Stream.Null);
        }
    }

    /// <summary>The provider cuts its response off when the client has the beginning; an earlier reset could overtake it.</summary>
    private async Task CutAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var response = await _app!.PostAsync("/v1/messages", """{"model":"cut"}""");
            var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1]);
            _hasStarted.Release();
            await Should.ThrowAsync<IOException>(() => body.CopyToAsync(Stream.Null));
        }
    }

    /// <summary>Waits until Prometheus has scraped an active request and an active client of the pool.</summary>
    private async Task HoldAsync()
    {
        var held = SendAsync(1, "/v1/messages", "held");
        await _prometheus!.WaitUntilAsync("ccproxy_active_requests == 1 and on () ccproxy_pool_clients_active >= 1", series => series.Count == 1);
        _release.SetResult();
        await held;
    }

    /// <summary>Sends chunks until the queue of the slow hook is full. Each stream has at least one.</summary>
    private async Task FloodAsync()
    {
        while (!_app!.Hook.Seen.Any(c => c is { Event: HookEvent.HookEventDropped, AffectedEvent: HookEvent.ProviderStreamChunk }))
            await SendAsync(200, "/v1/responses", "flood");
    }

    private async Task RespondAsync(HttpContext http)
    {
        var body = await new StreamReader(http.Request.Body).ReadToEndAsync();
        if (HttpMethods.IsHead(http.Request.Method) || http.Request.Path == "/v1/chat/completions")
            await ScriptedProvider.Json(ChatUsage)(http);
        else if (body.Contains("refused"))
            await ScriptedProvider.Json("{}", 500)(http);
        else if (body.Contains("flood"))
            await ScriptedProvider.Stream([.. Enumerable.Repeat("data: {}\n\n", 50)])(http);
        else if (body.Contains("cut"))
            await CutOffAsync(http);
        else
        {
            if (body.Contains("held"))
                await _release.Task;
            await ScriptedProvider.Json(Usage)(http);
        }
    }

    private async Task CutOffAsync(HttpContext http)
    {
        await ScriptedProvider.Stream("data: {}\n\n")(http);
        await _hasStarted.WaitAsync();
        http.Abort();
    }
}

using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;

namespace Vernier.Host.Demo.Orchestrator;

/// <summary>
/// Starts a run every three seconds and watches half of them, over WebSockets and long polling; some connections are lost and resumed. Some runs have a
/// graft that fails, are flagged, pruned or cancelled. Tokens are refreshed, sometimes with an invalid one.
/// </summary>
internal sealed class OrchestratorDemo(IServer server, IHostApplicationLifetime lifetime, TimeProvider time, DemoAccounts accounts)
    : DemoTraffic(server, lifetime, time, TimeSpan.FromSeconds(3))
{
    private const int MaxWatchers = 20;

    private static readonly (string User, string Repository)[] Projects =
        [("user123", "myorg/myrepo"), ("ada", "acme/billing"), ("grace", "acme/website"), ("user123", "tools/linter")];

    private static readonly string[] Tasks = ["Add an export of invoices as CSV.", "Fix the rounding of discounts.", "Document the deployment.", "Speed up the search."];

    // A run of the lowest complexity has no graft: it fails before while its model is unstable.
    private static readonly string[] Complexities = ["MEDIUM", "LOW", "TRIVIAL", "HIGH", "VERY_HIGH", "MEDIUM_LOW"];

    private readonly TimeProvider _time = time;
    private readonly Dictionary<string, OrchestratorSession> _sessions = [];
    private readonly List<Task> _watchers = [];
    private int _sent;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_watchers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task SendAsync(HttpClient client, CancellationToken stop)
    {
        var number = ++_sent;
        (var user, var repository) = Projects[number % Projects.Length];
        if (number % 6 == 3 && _sessions.Remove(user, out var ended))
            await RequestAsync(ended, HttpMethod.Post, "/api/auth/logout", stop).ConfigureAwait(false);
        var session = await SessionAsync(client, user, stop).ConfigureAwait(false);
        if (number % 5 == 0)
            await session.RefreshAsync(stop).ConfigureAwait(false);
        if (number % 20 == 10)
            (await client.PostAsJsonAsync("/api/auth/refresh", new { refreshToken = "expired" }, stop).ConfigureAwait(false)).Dispose();

        var run = await StartAsync(session, repository, number, stop).ConfigureAwait(false);
        _watchers.RemoveAll(watcher => watcher.IsCompleted);
        if (WatchPlan.Of(number) is { } plan && _watchers.Count < MaxWatchers)
            _watchers.Add(new RunWatcher(client, session, run, plan, _time).WatchAsync(stop));
        if (number % 8 == 6)
            await RequestAsync(session, HttpMethod.Post, $"/api/runs/{run}/cancel", stop).ConfigureAwait(false);
        if (number % 5 == 0)
            await RequestAsync(session, HttpMethod.Get, "/api/budget", stop).ConfigureAwait(false);
    }

    private static async Task<string> StartAsync(OrchestratorSession session, string repository, int number, CancellationToken stop)
    {
        object[] grafts = (number % 3) switch
        {
            0 => [new { agent = DemoSetup.UnstableAgent, after = "PM" }],
            1 => [new { agent = "tester-v1", after = "DEVELOPER" }],
            _ => [],
        };
        var run = new
        {
            repository,
            task = Tasks[number % Tasks.Length],
            complexity = Complexities[number % Complexities.Length],
            grafts,
        };
        using var response = await session.SendAsync(HttpMethod.Post, "/api/runs", run, stop).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Accepted)
            throw new HttpRequestException($"The run was not accepted: {(int)response.StatusCode}");
        return (await response.Content.ReadFromJsonAsync<JsonElement>(stop).ConfigureAwait(false)).GetProperty("id").GetString()!;
    }

    private static async Task RequestAsync(OrchestratorSession session, HttpMethod method, string path, CancellationToken stop) =>
        (await session.SendAsync(method, path, null, stop).ConfigureAwait(false)).Dispose();

    private async Task<OrchestratorSession> SessionAsync(HttpClient client, string account, CancellationToken stop)
    {
        if (!_sessions.TryGetValue(account, out var session))
            _sessions[account] = session = await OrchestratorSession.LoginAsync(client, account, accounts.PasswordOf(account), stop).ConfigureAwait(false);
        return session;
    }
}

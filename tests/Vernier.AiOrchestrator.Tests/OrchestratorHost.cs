using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Extensions;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AiOrchestrator.Tests;

/// <summary>The orchestrator on a real Kestrel on loopback, with a SQLite file in a temporary folder.</summary>
internal sealed class OrchestratorHost : IAsyncDisposable
{
    /// <summary>The password of the administrator and of the users that <see cref="ClientAsync"/> creates.</summary>
    public const string Password = "correct horse battery";

    /// <summary>Fast, so that tests do not wait for password hashes.</summary>
    private const int PasswordIterations = 1_000;

    private readonly WebApplication _application;
    private readonly TemporaryFolder? _ownedFolder;
    private bool _isDisposed;

    private OrchestratorHost(WebApplication application, LogLines logs, string folder, TemporaryFolder? ownedFolder)
    {
        _application = application;
        _ownedFolder = ownedFolder;
        Logs = logs;
        Folder = folder;
        Address = new Uri(application.Urls.First());
        Client = new HttpClient { BaseAddress = Address };
    }

    /// <summary>The data directory.</summary>
    public string Folder { get; }

    public Uri Address { get; }

    /// <summary>A client without a token.</summary>
    public HttpClient Client { get; }

    /// <summary>Everything that was logged, from the level Debug.</summary>
    public LogLines Logs { get; }

    public IServiceProvider Services => _application.Services;

    /// <summary>Starts a host.</summary>
    /// <param name="settings">Settings such as <c>identity:rate_limits:login_per_minute=3</c>, which override the defaults of the fixture; an empty value removes one.</param>
    /// <param name="configure">Replaces services, such as <see cref="TimeProvider"/>. It runs before AddAiOrchestrator.</param>
    /// <param name="folder">The data directory, to start again with the same state. Default: a temporary folder that is deleted at the end.</param>
    /// <param name="orchestrator">Configures the orchestrator, for example with UsePostgres.</param>
    /// <param name="application">Adds middleware or endpoints before those of the orchestrator.</param>
    public static async Task<OrchestratorHost> StartAsync(
        IEnumerable<string>? settings = null,
        Action<IServiceCollection>? configure = null,
        string? folder = null,
        Action<AiOrchestratorBuilder>? orchestrator = null,
        Action<WebApplication>? application = null)
    {
        var ownedFolder = folder is null ? new TemporaryFolder() : null;
        folder ??= ownedFolder!.Combine("data");
        var logs = new LogLines();
        var app = Build(Section([$"data_directory={folder}", $"identity:admin_password={Password}", .. settings ?? []]), logs, configure, orchestrator);
        try
        {
            application?.Invoke(app);
            app.MapAiOrchestrator();
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new OrchestratorHost(app, logs, folder, ownedFolder);
        }
        catch
        {
            await app.DisposeAsync();
            ownedFolder?.Dispose();
            throw;
        }
    }

    /// <summary>Logs in with a password. Logins are limited to 5 per minute; <see cref="ClientAsync"/> is not.</summary>
    public async Task<TokenPair> LoginAsync(string user = Users.Administrator, string password = Password)
    {
        using var response = await PostAsync("/api/auth/login", new { username = user, password });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<TokenPair>(ApiJson.Options, TestContext.Current.CancellationToken))!;
    }

    /// <summary>Logs in as the administrator and returns a client with the token. The caller disposes it.</summary>
    public async Task<HttpClient> AdministratorAsync() => ClientWith((await LoginAsync()).AccessToken);

    /// <summary>Returns a client with a token of a user, who is created if necessary. The caller disposes it.</summary>
    public async Task<HttpClient> ClientAsync(string user, Role role = Role.User) => ClientWith((await IssueAsync(user, role)).AccessToken);

    /// <summary>Returns tokens of a user, who is created if necessary.</summary>
    public async Task<TokenPair> IssueAsync(string user, Role role = Role.User)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var database = Services.GetRequiredService<Database>();
        if (await database.ReadAsync(session => UserStore.FindAsync(session, user), cancellation) is null)
            await Services.GetRequiredService<Users>().CreateAsync(user, Password, role, cancellation);
        var stored = await database.ReadAsync(session => UserStore.FindAsync(session, user), cancellation);
        return await Services.GetRequiredService<TokenService>().IssueAsync(stored!, cancellation);
    }

    /// <summary>Returns a client with a token. The caller disposes it.</summary>
    public HttpClient ClientWith(string accessToken) =>
        new() { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) } };

    /// <summary>Sends a JSON body without a token.</summary>
    public Task<HttpResponseMessage> PostAsync<T>(string path, T body) => Client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);

    /// <summary>Returns the value of a series; the constant label <c>application</c> is added.</summary>
    public double Metric(string name, params IEnumerable<(string Name, string Value)> labels) => Scrape().Value(name, [("application", "ai-orchestrator"), .. labels]);

    public ParsedExposition Scrape() => Services.GetRequiredService<MetricRegistry>().Scrape();

    /// <summary>Ends the host without a shutdown, as a crash does: nothing is drained, and no lease is released. The data directory must be the test's own.</summary>
    public ValueTask CrashAsync()
    {
        _isDisposed = true;
        Client.Dispose();
        return _application.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Client.Dispose();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
        _ownedFolder?.Dispose();
    }

    private static WebApplication Build(IConfigurationSection section, LogLines logs, Action<IServiceCollection>? configure, Action<AiOrchestratorBuilder>? orchestrator)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.Services.AddRouting();
        configure?.Invoke(builder.Services);
        var added = builder.Services.AddAiOrchestrator(section);
        builder.Services.AddSingleton(_ => new PasswordHasher(PasswordIterations));
        orchestrator?.Invoke(added);
        return builder.Build();
    }

    /// <summary>The last value of a duplicate key wins; an empty one removes the key.</summary>
    private static IConfigurationSection Section(IEnumerable<string> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).GroupBy(s => s[0]).Select(s => KeyValuePair.Create("systems:ai_orchestrator:" + s.Key, (string?)s.Last()[1])).Where(s => s.Value!.Length > 0))
        .Build()
        .GetSection("systems:ai_orchestrator");
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Tests.SignIn;

/// <summary>
/// A Pangolin server, and the sign-in gate in front of a small application on its own port, which responds with what a backend would get. It is used in
/// place of the proxy, so that these tests need no tunnels.
/// </summary>
internal sealed class SignInApp : IAsyncDisposable
{
    public const string Host = "app.example.test";

    public const string Site = "s-a";

    /// <summary>Fast, so that tests do not wait for password hashes.</summary>
    private const int PasswordIterations = 1_000;

    private readonly WebApplication _front;
    private readonly string _scheme;

    private SignInApp(PangolinHost server, WebApplication front, string scheme)
    {
        Server = server;
        _front = front;
        _scheme = scheme;
    }

    public PangolinHost Server { get; }

    /// <summary>The port of the gate.</summary>
    public int Port => new Uri(_front.Urls.First()).Port;

    public SignInPolicies Policies => Server.Services.GetRequiredService<SignInPolicies>();

    public SignInGate Gate => Server.Services.GetRequiredService<SignInGate>();

    public Sessions Sessions => Server.Services.GetRequiredService<Sessions>();

    public Database Database => Server.Services.GetRequiredService<Database>();

    /// <summary>Starts the server with one site.</summary>
    /// <param name="settings">Settings of the server.</param>
    /// <param name="time">The clock. Default: the clock of the system.</param>
    /// <param name="certificate">Serves the gate with https. Default: http.</param>
    /// <param name="services">Replaces services.</param>
    public static async Task<SignInApp> StartEmptyAsync(
        IEnumerable<string>? settings = null, TimeProvider? time = null, X509Certificate2? certificate = null, Action<IServiceCollection>? services = null)
    {
        var port = FreePort();
        var server = await PangolinHost.StartAsync(
            [$"public_url=http://main.example.test:{port}", "console:max_failed_sign_ins=3", .. settings ?? []],
            configure: added =>
            {
                if (time is not null)
                    added.AddSingleton(time);
            },
            pangolin: builder =>
            {
                builder.Services.AddSingleton(_ => new PasswordHasher(PasswordIterations));
                services?.Invoke(builder.Services);
            },
            port: port);
        await server.AddSiteAsync(Site);
        var front = Front(server, certificate);
        await front.StartAsync(TestContext.Current.CancellationToken);
        return new SignInApp(server, front, certificate is null ? "http" : "https");
    }

    /// <summary>Starts the server with a resource at <see cref="Host"/>.</summary>
    public static async Task<SignInApp> StartAsync(SignInPolicyInput policy, IEnumerable<string>? settings = null, TimeProvider? time = null, X509Certificate2? certificate = null)
    {
        var app = await StartEmptyAsync(settings, time, certificate);
        await app.AddAsync("app", policy);
        return app;
    }

    /// <summary>An address at the gate.</summary>
    public Uri At(string pathAndQuery, string host = Host) => new($"{_scheme}://{host}:{Port}{pathAndQuery}");

    /// <summary>Creates an HTTP resource.</summary>
    public async Task AddAsync(string id, SignInPolicyInput policy, string host = Host)
    {
        await Server.AddResourceAsync(id, Site, host, "web");
        await SetAsync(id, policy);
    }

    /// <summary>Changes the policy of a resource.</summary>
    public async Task<SignInPolicy> SetAsync(string id, SignInPolicyInput input)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var editor = Server.Services.GetRequiredService<SignInPolicyEditor>();
        var policy = await editor.CreateAsync(Server.Inventory.Current.Resources[id], Policies.Get(id) ?? SignInPolicy.None, input, cancellation);
        var change = await Database.WriteAsync(session => Policies.SetAsync(session, id, policy), cancellation);
        await Policies.AppliedAsync(change, cancellation);
        return policy;
    }

    /// <summary>Creates a user with the password <see cref="PangolinHost.Secret"/>.</summary>
    public Task<User> AddUserAsync(string name) =>
        Server.Services.GetRequiredService<Users>().CreateAsync(name, null, UserRole.Member, PangolinHost.Secret, TestContext.Current.CancellationToken);

    /// <summary>Returns the audit log, latest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> DecisionsAsync() => Server.Services.GetRequiredService<AuditLog>().RecentAsync(100, TestContext.Current.CancellationToken);

    /// <summary>Returns the value of a series.</summary>
    public double Metric(string name, params (string Name, string Value)[] labels) => Server.Scrape().Value(name, labels);

    /// <summary>Returns the number of decisions of the site.</summary>
    public double Decisions(AuthMethod method, string result) =>
        Metric("pangolin_auth_requests_total", ("site_id", Site), ("auth_method", SignInMethods.NameOf(method)), ("result", result));

    /// <summary>Returns the number of failures of the site.</summary>
    public double Failures(AuthMethod method, string reason) =>
        Metric("pangolin_auth_failure_reasons_total", ("site_id", Site), ("reason", reason), ("auth_method", SignInMethods.NameOf(method)));

    public async ValueTask DisposeAsync()
    {
        await _front.StopAsync(new CancellationToken(canceled: true));
        await _front.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static WebApplication Front(PangolinHost server, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var front = builder.Build();
        var gate = server.Services.GetRequiredService<SignInGate>();
        front.Run(async http =>
        {
            var resource = server.Inventory.Current.ByHost.GetValueOrDefault(http.Request.Host.Host);
            if (await gate.TryHandleReservedAsync(http, resource))
                return;
            if (resource is null)
            {
                gate.RejectUnknownHost(http);
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            if (await gate.AdmitAsync(http, resource))
                await http.Response.WriteAsync(JsonSerializer.Serialize(ForwardedRequest.Of(http)));
        });
        return front;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>What a backend would get.</summary>
internal sealed record ForwardedRequest(string Path, string Query, string Target, Dictionary<string, string> Headers)
{
    public static ForwardedRequest Of(HttpContext http) => new(
        http.Request.Path.Value!,
        http.Request.QueryString.Value!,
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));

    /// <summary>Reads the response of the application behind the gate.</summary>
    public static ForwardedRequest Of(TestPage page)
    {
        page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
        var read = JsonSerializer.Deserialize<ForwardedRequest>(page.Text)!;
        return read with { Headers = new(read.Headers, StringComparer.OrdinalIgnoreCase) };
    }
}

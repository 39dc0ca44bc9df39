using System.Net.Http.Json;
using Vernier.EndToEnd.Servers;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Host;

/// <summary>The real host with Orchestrix on a free port and without demo traffic unless the command line enables it; as a fixture, with default settings.</summary>
public sealed class OrchestrixHost : IAsyncLifetime
{
    internal const string Password = "hunter2-a8b2";

    private readonly HostSetup _setup;
    private readonly int _port = FreePort.Next();
    private HostProcess? _process;

    public OrchestrixHost()
        : this(new HostSetup())
    {
    }

    private OrchestrixHost(HostSetup setup)
    {
        _setup = setup with
        {
            Arguments = ["--set", $"systems:orchestrix:port={_port}", .. setup.Arguments],
            Environment = new Dictionary<string, string>(setup.Environment) { ["demo"] = "false" },
        };
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new($"http://127.0.0.1:{_port}") };
    }

    internal Uri Address => Http.BaseAddress!;

    /// <summary>Sends requests to the system without automatic decompression.</summary>
    internal HttpClient Http { get; }

    internal HostProcess Process => _process!;

    internal static async Task<OrchestrixHost> StartAsync(HostSetup setup)
    {
        var host = new OrchestrixHost(setup);
        await host.InitializeAsync();
        return host;
    }

    /// <summary>With its events in PostgreSQL, and a password in the connection string that must never be shown.</summary>
    internal static Task<OrchestrixHost> StartAsync(PostgresServer postgres, string connectionSettings = "") => StartAsync(new HostSetup
    {
        Environment = new Dictionary<string, string> { ["ConnectionStrings__Orchestrix"] = $"{postgres.ConnectionString};Password={Password};{connectionSettings}" },
    });

    public async ValueTask InitializeAsync() => _process = await HostProcess.StartAsync(new(Address, "metrics"), _setup);

    /// <summary>Places an order for one article; a quantity of 0 makes it invalid.</summary>
    internal Task<HttpResponseMessage> PlaceAsync(string id, int quantity = 1) =>
        Http.PostAsJsonAsync("orders", new { orderId = id, customer = "Ada", items = new[] { new { sku = "A-1", quantity } } });

    internal Task<HttpResponseMessage> ReadAsync(string id) => Http.GetAsync($"orders/{id}");

    internal async Task<ParsedExposition> ScrapeAsync() => PrometheusTextParser.Parse(await Http.GetByteArrayAsync("metrics"));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
    }
}

using Vernier.Host.Configuration;
using Vernier.Host.Serving;
using Vernier.Testing;

namespace Vernier.Host.Tests.Serving;

/// <summary>AI Orchestrator as a system of the host, with a data directory of the test.</summary>
public sealed class AiOrchestratorModuleTests : IDisposable
{
    private const string Section = "systems:ai-orchestrator";

    private readonly string _folder = Directory.CreateTempSubdirectory("vernier-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Start_FirstTime_BannerHasUrlsAndThePasswordFile()
    {
        await using var systems = Create("only=ai-orchestrator");
        await StartAsync(systems);

        var banner = Banner.Of(systems.All, demo: false);

        var address = systems.AddressOf("ai-orchestrator");
        banner.ShouldContain($"ai-orchestrator  runs               {address}api/runs");
        banner.ShouldContain($"hub                {address}ws/runs");
        banner.ShouldContain($"metrics            {address}actuator/prometheus");
        var file = Path.Combine(_folder, "data", "initial-admin-password");
        banner.ShouldContain($"password of admin  {file}");
        File.ReadAllText(file).Trim().Length.ShouldBeGreaterThan(16);
    }

    [Fact]
    public async Task Start_ConfiguredPassword_BannerHasNoFile()
    {
        await using var systems = Create("only=ai-orchestrator", $"{Section}:identity:admin_password=correct horse battery");
        await StartAsync(systems);

        Banner.Of(systems.All, demo: false).ShouldNotContain("password");
    }

    [Fact]
    public async Task Start_DataDirectoryInUse_FailsWithOneLine()
    {
        await using var first = Create("only=ai-orchestrator");
        await StartAsync(first);
        await using var second = Create("only=ai-orchestrator");

        var exception = await Should.ThrowAsync<StartException>(() => StartAsync(second));

        exception.Message.ShouldBe($"ai-orchestrator: The data directory {Path.Combine(_folder, "data")} is in use by another host. Stop it, or set another data_directory.");
    }

    [Fact]
    public async Task Start_DatabaseUnreachable_FailsWithOneLineWithoutThePassword()
    {
        await using var systems = Create("only=ai-orchestrator", "connectionStrings:ai-orchestrator=Host=127.0.0.1;Port=9;Username=u;Password=hunter2;Database=d",
            $"{Section}:secrets:directory={Path.Combine(_folder, "secrets")}");

        var message = (await Should.ThrowAsync<StartException>(() => StartAsync(systems))).Message;

        message.ShouldStartWith("ai-orchestrator: PostgreSQL at 127.0.0.1:9 is unavailable: ");
        message.ShouldNotContain("\n");
        message.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Start_KeysOfTheSecretsAreMissing_FailsWithOneLine()
    {
        await using (var first = Create("only=ai-orchestrator"))
            await StartAsync(first);
        foreach (var key in Directory.GetFiles(Path.Combine(_folder, "data", "secrets"), "*.xml", SearchOption.AllDirectories))
            File.Delete(key);
        await using var second = Create("only=ai-orchestrator");

        var message = (await Should.ThrowAsync<StartException>(() => StartAsync(second))).Message;

        message.ShouldStartWith("ai-orchestrator: ");
        message.ShouldContain(Path.Combine(_folder, "data", "secrets"));
        message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task Start_OpenWithoutAuthentication_FailsWithOneLine()
    {
        await using var systems = Create("only=ai-orchestrator", "address=0.0.0.0", $"{Section}:identity:require_authentication=false");

        (await Should.ThrowAsync<StartException>(() => StartAsync(systems))).Message.ShouldMatch(@"^ai-orchestrator: AI Orchestrator does not listen on http://0\.0\.0\.0:\d+ without authentication\. .*$");
    }

    [Fact]
    public void Create_InvalidSettings_ReportsAllWithTheirKeys()
    {
        var exception = Should.Throw<ConfigurationException>(() => Create(
            "only=ai-orchestrator", "connectionStrings:ai-orchestrator=Host=;Password=hunter2", $"{Section}:runs:max_concurrent_runs=0", $"{Section}:grafts:agents:0:name=Bad Name",
            $"{Section}:model=x"));

        exception.Errors.Select(error => error.Split(": ")[0]).ShouldBe(
        [
            "ConnectionStrings:ai-orchestrator", $"{Section}:runs:max_concurrent_runs", $"{Section}:grafts:agents:0:name", $"{Section}:grafts:agents:0:instructions", $"{Section}:model",
        ], ignoreOrder: true);
        exception.Message.ShouldNotContain("hunter2");
    }

    // With port 0 the address of CCProxy is known after its start.
    [Fact]
    public async Task AddressOf_CcProxyInTheSameHost_IsItsRealAddress()
    {
        await using var systems = Create("only=ccproxy,ai-orchestrator");
        await StartAsync(systems);

        systems.AddressOf("ccproxy")!.Port.ShouldBePositive();
        systems.AddressOf("ccproxy").ShouldBe(systems.All[0].Address);
        systems.AddressOf("orchestrix").ShouldBeNull();
    }

    private static Task StartAsync(HostedSystems systems) => TestSystems.StartAsync(systems);

    private HostedSystems Create(params IEnumerable<string> settings) => TestSystems.Create(
        ["demo=false", "systems:ccproxy:port=0", $"{Section}:port=0", $"{Section}:data_directory={Path.Combine(_folder, "data")}", .. settings]);
}

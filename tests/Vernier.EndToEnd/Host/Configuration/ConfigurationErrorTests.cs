using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Host.Configuration;

/// <summary>Invalid configuration: all errors are reported, each with its key, the invalid value and what is allowed. The exit code is 2.</summary>
public class ConfigurationErrorTests
{
    [Fact]
    public async Task Run_FileWithManyErrors_ReportsAll()
    {
        const string yaml = """
            adress: 0.0.0.0
            address: here
            demo: maybe
            only: [orchestrix, armadillo]
            systems:
              foo:
                port: 1
              orchestrix:
                port: 99999
                pth: /metrics
                path: metrics
                enable_default_metrics: perhaps
                histogram_buckets: [1, 0.5]
            connectionStrings:
              orchestrix: Host=;Password=hunter2;nonsense
            """;

        var result = await HostProcess.RunAsync(new HostSetup { Files = new Dictionary<string, string> { ["vernier.yml"] = yaml } });

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.Order(StringComparer.Ordinal).ShouldBe([
            "ConnectionStrings:Orchestrix: must be an Npgsql connection string, for example \"Host=localhost;Username=shop;Password=…;Database=shop\".",
            "address: invalid value 'here'; must be an IP address.",
            "adress: unknown key; allowed keys are address, demo, only, systems, connectionStrings, logging.",
            "demo: invalid value 'maybe'; must be true or false.",
            $"only: invalid value 'armadillo'; must be one of {string.Join(", ", HostSetup.Systems)}.",
            $"systems:foo: unknown key; allowed keys are {string.Join(", ", HostSetup.Systems)}.",
            "systems:orchestrix:enable_default_metrics: invalid value 'perhaps'; must be true or false.",
            "systems:orchestrix:histogram_buckets: invalid value '[1, 0.5]'; must be a list of one or more finite numbers in strictly ascending order; the +Inf bucket is implicit.",
            "systems:orchestrix:path: invalid value 'metrics'; must start with / and consist of at most 200 letters, digits and any of / - . _ ~.",
            "systems:orchestrix:port: invalid value '99999'; must be a port from 1 to 65535, or 0 for any free port.",
            "systems:orchestrix:pth: unknown key; allowed keys are port, allowed_hosts, allowed_origins, allow_unauthenticated_remote, path, enable_default_metrics, max_store_bytes, histogram_buckets.",
        ]);
    }

    [Fact]
    public async Task Run_CommandLineWithManyErrors_ReportsAll()
    {
        var result = await HostProcess.RunAsync(new(
            "--only", "orchestrix,foo", "--set", "nonsense", "--set", "system:orchestrix:port=1", "--set", "systems:orchestrix:port=many"));

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldBe([
            "--set: invalid value 'nonsense'; must be key=value, for example systems:orchestrix:port=9001.",
            "system: unknown key; allowed keys are address, demo, only, systems, connectionStrings, logging.",
            $"only: invalid value 'foo'; must be one of {string.Join(", ", HostSetup.Systems)}.",
            "systems:orchestrix:port: invalid value 'many'; must be an integer.",
        ]);
    }

    [Fact]
    public async Task Run_ValuesOfTheWrongShape_ReportsAll()
    {
        const string yaml = """
            address: [127.0.0.1]
            demo: {traffic: true}
            systems:
              orchestrix: 9001
              ccproxy: true
            connectionStrings:
              orchestrix: {host: localhost, password: hunter2}
            logging:
              logLevel: {Default: loud}
              console:
                logLevel: {Default: Warning, Vernier: 77}
            """;

        var result = await HostProcess.RunAsync(new HostSetup { Files = new Dictionary<string, string> { ["vernier.yml"] = yaml } });

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldBe([
            "address: must be a single value.",
            "demo: must be a single value.",
            "connectionStrings:orchestrix: must be a single value.",
            "logging:console:logLevel:Vernier: invalid value '77'; must be one of Trace, Debug, Information, Warning, Error, Critical, None.",
            "logging:logLevel:Default: invalid value 'loud'; must be one of Trace, Debug, Information, Warning, Error, Critical, None.",
            "systems:ccproxy: invalid value 'true'; must be a section with keys.",
            "systems:orchestrix: invalid value '9001'; must be a section with keys.",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Run_ValueInsteadOfASection_IsReported()
    {
        const string yaml = "systems: orchestrix\nconnectionStrings: Host=localhost;Password=hunter2\nlogging: Debug\n";

        var result = await HostProcess.RunAsync(new HostSetup { Files = new Dictionary<string, string> { ["vernier.yml"] = yaml } });

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldBe(["systems: must be a section with keys.", "connectionStrings: must be a section with keys.", "logging: must be a section with keys."]);
    }

    // Otherwise the orders would be kept in memory and silently be lost with the process.
    [Theory]
    [InlineData("ConnectionStrings__Orchestrx", "Host=localhost;Password=hunter2", "connectionStrings:Orchestrx: unknown key; allowed keys are ai-orchestrator, pangolin, orchestrix.")]
    [InlineData("ConnectionStrings__Orchestrix", "", "connectionStrings:Orchestrix: the value is empty; remove the key to run without a database.")]
    public async Task Run_UselessConnectionString_IsReported(string variable, string value, string message)
    {
        var result = await HostProcess.RunAsync(new HostSetup { Environment = new Dictionary<string, string> { [variable] = value } });

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldBe([message]);
    }

    [Theory]
    [InlineData("vernier.yml", "demo: false\n  only: orchestrix\n", "vernier.yml, line 2, column 7: ")]
    [InlineData("vernier.yml", "demo: false\nonly: [orchestrix\n", "vernier.yml, line 3, column 1: ")]
    [InlineData("vernier.yml", "demo: false\nonly: [a, b\nsystems: {", "vernier.yml, line 2, column 9: a list or mapping is not closed after this.")]
    [InlineData("vernier.yml", "demo: 'false\n", "vernier.yml, line 1, column 7: ")]
    [InlineData("vernier.yml", "demo: false\ndemo: true\n", "vernier.yml, line 2, column 1: ")]
    [InlineData("vernier.yml", "- orchestrix\n", "vernier.yml, line 1, column 1: the file must be a mapping of keys to values.")]
    [InlineData("vernier.yml", "demo: false\n---\nonly: orchestrix\n", "vernier.yml, line 3, column 1: only one YAML document per file is allowed.")]
    [InlineData("settings.json", "{\n\"demo\": \n}", "Line 3, column 1: '}' is")]
    public async Task Run_UnreadableFile_ReportsThePosition(string name, string text, string position)
    {
        var result = await HostProcess.RunAsync(new("--config", name) { Files = new Dictionary<string, string> { [name] = text } });

        result.ExitCode.ShouldBe(2, result.ToString());
        var line = result.Lines.ShouldHaveSingleItem();
        line.ShouldContain(name);
        line.ShouldContain(position);
    }

    [Fact]
    public async Task Run_MissingFile_ReportsItsPath()
    {
        var result = await HostProcess.RunAsync(new("--config", "missing.yml"));

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldHaveSingleItem().ShouldMatch("^--config: file not found: .*missing.yml$");
    }

    [Theory]
    [InlineData("--nonsense", "--nonsense")]
    [InlineData("--demo=perhaps", "perhaps")]
    [InlineData("generate-nothing", "generate-nothing")]
    [InlineData("check|ftp://127.0.0.1/metrics", "Use http://host:port/path")]
    public async Task Run_InvalidCommandLine_ShowsTheUsage(string arguments, string invalid)
    {
        var result = await HostProcess.RunAsync(new(arguments.Split('|')));

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldContain("Usage:");
        result.Lines.ShouldContain(line => line.Contains(invalid));
    }
}

using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Host.Configuration;

/// <summary>What a person reads who has made a mistake: all of them, each with its key, the bad value and what is allowed. The exit code is 2.</summary>
public class ConfigurationMistakesTests
{
    [Fact]
    public async Task Run_FileFullOfMistakes_ReportsThemAll()
    {
        const string yaml = """
            adress: 0.0.0.0
            address: here
            demo: maybe
            only: [orchestrix, pangolin]
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
              orchestrix: Host=;Password=geheim;nonsense
            """;

        var result = await HostProcess.RunAsync(new HostSetup { Files = new Dictionary<string, string> { ["vernier.yml"] = yaml } });

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.Order(StringComparer.Ordinal).ShouldBe([
            "ConnectionStrings:Orchestrix: The connection string of the event store is not valid; expected is, for example, \"Host=localhost;Username=shop;Password=…;Database=shop\".",
            "address: 'here' is not an IP address; use 127.0.0.1 for this machine alone, 0.0.0.0 for all its addresses.",
            "adress: there is no such key; known are address, demo, only, systems, connectionStrings, logging.",
            "demo: 'maybe' is not true or false.",
            $"only: there is no system 'pangolin'; known are {string.Join(", ", HostSetup.Systems)}.",
            $"systems:foo: there is no such system; known are {string.Join(", ", HostSetup.Systems)}.",
            "systems:orchestrix:enable_default_metrics: 'perhaps' is not true or false.",
            "systems:orchestrix:histogram_buckets: [1, 0.5] is not in ascending order without repetition.",
            "systems:orchestrix:path: 'metrics' is not a path; it starts with / and has at most 200 letters, digits and any of / - . _ ~",
            "systems:orchestrix:port: 99999 is not a port; allowed are 1 to 65535, and 0 for any free one.",
            "systems:orchestrix:pth: there is no such key; known are port, path, enable_default_metrics, histogram_buckets.",
        ]);
    }

    [Fact]
    public async Task Run_CommandLineFullOfMistakes_ReportsThemAll()
    {
        var result = await HostProcess.RunAsync(new(
            "--only", "orchestrix,foo", "--set", "nonsense", "--set", "system:orchestrix:port=1", "--set", "systems:orchestrix:port=many"));

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldBe([
            "--set: 'nonsense' is not a setting; write key=value, e.g. systems:orchestrix:port=9001.",
            "system: there is no such key; known are address, demo, only, systems, connectionStrings, logging.",
            $"only: there is no system 'foo'; known are {string.Join(", ", HostSetup.Systems)}.",
            "systems:orchestrix:port: 'many' is not a whole number.",
        ]);
    }

    [Fact]
    public async Task Run_ValuesOfAnotherShape_ReportsThemAll()
    {
        const string yaml = """
            address: [127.0.0.1]
            demo: {traffic: true}
            systems:
              orchestrix: 9001
              ccproxy: true
            connectionStrings:
              orchestrix: {host: localhost, password: geheim}
            logging:
              logLevel: {Default: loud}
              console:
                logLevel: {Default: Warning, Vernier: 77}
            """;

        var result = await HostProcess.RunAsync(new HostSetup { Files = new Dictionary<string, string> { ["vernier.yml"] = yaml } });

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldBe([
            "address: must be one value.",
            "demo: must be one value.",
            "connectionStrings:orchestrix: must be one value.",
            "logging:console:logLevel:Vernier: '77' is not a log level; allowed are Trace, Debug, Information, Warning, Error, Critical, None.",
            "logging:logLevel:Default: 'loud' is not a log level; allowed are Trace, Debug, Information, Warning, Error, Critical, None.",
            "systems:ccproxy: must be a section with keys.",
            "systems:orchestrix: must be a section with keys.",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Run_ValueWhereASectionBelongs_IsTold()
    {
        const string yaml = "systems: orchestrix\nconnectionStrings: Host=localhost;Password=geheim\nlogging: Debug\n";

        var result = await HostProcess.RunAsync(new HostSetup { Files = new Dictionary<string, string> { ["vernier.yml"] = yaml } });

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldBe(["systems: must be a section with keys.", "connectionStrings: must be a section with keys.", "logging: must be a section with keys."]);
    }

    // Otherwise the orders would be in memory and be lost with the process, and nobody would notice before.
    [Theory]
    [InlineData("ConnectionStrings__Orchestrx", "Host=localhost;Password=geheim", "connectionStrings:Orchestrx: there is no such connection string; known are orchestrix.")]
    [InlineData("ConnectionStrings__Orchestrix", "", "connectionStrings:Orchestrix: has no value; leave it out to do without a database.")]
    public async Task Run_ConnectionStringThatNobodyReads_IsTold(string variable, string value, string mistake)
    {
        var result = await HostProcess.RunAsync(new HostSetup { Environment = new Dictionary<string, string> { [variable] = value } });

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldBe([mistake]);
    }

    [Theory]
    [InlineData("vernier.yml", "demo: false\n  only: orchestrix\n", "vernier.yml, line 2, column 7: ")]
    [InlineData("vernier.yml", "demo: false\nonly: [orchestrix\n", "vernier.yml, line 3, column 1: ")]
    [InlineData("vernier.yml", "demo: false\nonly: [a, b\nsystems: {", "vernier.yml, line 2, column 9: a list or mapping is not closed after this.")]
    [InlineData("vernier.yml", "demo: 'false\n", "vernier.yml, line 1, column 7: ")]
    [InlineData("vernier.yml", "demo: false\ndemo: true\n", "vernier.yml, line 2, column 1: ")]
    [InlineData("vernier.yml", "- orchestrix\n", "vernier.yml, line 1, column 1: the file is not a mapping of keys to values.")]
    [InlineData("vernier.yml", "demo: false\n---\nonly: orchestrix\n", "vernier.yml, line 3, column 1: a second document begins; only one is allowed.")]
    [InlineData("settings.json", "{\n\"demo\": \n}", "LineNumber: 2 | BytePositionInLine: 0.")]
    public async Task Run_FileThatCannotBeRead_SaysWhere(string name, string text, string place)
    {
        var result = await HostProcess.RunAsync(new("--config", name) { Files = new Dictionary<string, string> { [name] = text } });

        result.ExitCode.ShouldBe(2, result.ToString());
        var line = result.Lines.ShouldHaveSingleItem();
        line.ShouldContain(name);
        line.ShouldContain(place);
    }

    [Fact]
    public async Task Run_FileThatIsNotThere_NamesIt()
    {
        var result = await HostProcess.RunAsync(new("--config", "missing.yml"));

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldHaveSingleItem().ShouldMatch("^--config: there is no file .*missing.yml\\.$");
    }

    [Theory]
    [InlineData("--nonsense", "--nonsense")]
    [InlineData("--demo=perhaps", "perhaps")]
    [InlineData("generate-nothing", "generate-nothing")]
    [InlineData("check|ftp://127.0.0.1/metrics", "write it as http://host:port/path")]
    public async Task Run_WrongCommandLine_ShowsTheUsage(string arguments, string wrong)
    {
        var result = await HostProcess.RunAsync(new(arguments.Split('|')));

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldContain("Usage:");
        result.Lines.ShouldContain(line => line.Contains(wrong));
    }
}

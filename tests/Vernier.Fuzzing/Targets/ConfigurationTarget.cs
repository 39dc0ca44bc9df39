using Microsoft.Extensions.Configuration;
using Vernier.Host.Configuration;
using Vernier.Host.Serving;

namespace Vernier.Fuzzing.Targets;

/// <summary>Configuration files of the host.</summary>
internal sealed class ConfigurationTarget : FuzzTarget
{
    private readonly KnownSystems _systems = SystemModules.Known;

    public override string Name => "configuration";

    public override IReadOnlyList<string> Corpus =>
    [
        "address: 127.0.0.1\ndemo: true\nonly: [orchestrix, ccproxy]\nsystems:\n  orchestrix:\n    port: 9001\n  pangolin:\n    port: '9464'\nconnectionStrings:\n  orchestrix: Host=a\n",
        "logging: {logLevel: {Default: Warning}}\nonly: orchestrix,pangolin\n", "a: &a [b, {c: d}]\ne: *a\nf: |\n  text\n  text\ng: >-\n  folded\nh: \"q\\u00e9\\n\"\ni: ~\n", "# comment\n---\ndemo: !!bool false\n...\n",
    ];

    public override IReadOnlyList<string> Dictionary =>
        ["&a ", "*a", "<<: *a\n", "!!str ", "!!binary ", "!x ", "? ", ": ", "- ", "---\n", "...\n", "|\n ", ">2\n", "\"", "'", "\\u00e9", "\\x", "{", "}", "[", "]", ", ", "# ", "%YAML 1.2\n", "%TAG ! a:\n", "null", "~", "\n  ", "\t", "demo:", "systems:", "orchestrix:", "\r\n"];

    public override bool Run(string input)
    {
        var errors = new List<string>();
        try
        {
            var settings = YamlFile.Parse("file", input, _systems.NumberKeys, errors);
            HostSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), _systems.Names, _systems.ConnectionStrings, errors);
            return true;
        }
        catch (ConfigurationException exception)
        {
            Require(exception.Message.StartsWith("file, line ", StringComparison.Ordinal), "an error has no location");
            return false;
        }
    }
}

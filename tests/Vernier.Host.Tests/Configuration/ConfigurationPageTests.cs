using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AspNetCore.Configuration;
using Vernier.CcProxy;
using Vernier.DicomWebOAuth;
using Vernier.Host.Configuration;
using Vernier.Host.Serving;
using Vernier.Orchestrix;
using Vernier.Pangolin.Configuration;
using Vernier.Testing;

namespace Vernier.Host.Tests.Configuration;

/// <summary>The file in <c>docs/configuration.md</c> is valid and complete.</summary>
public sealed partial class ConfigurationPageTests : IDisposable
{
    private static readonly Dictionary<string, Type> Options = new()
    {
        ["dicomweb-oauth"] = typeof(DicomWebOAuthOptions),
        ["ccproxy"] = typeof(CcProxyOptions),
        ["ai-orchestrator"] = typeof(AiOrchestratorOptions),
        ["pangolin"] = typeof(PangolinOptions),
        ["orchestrix"] = typeof(OrchestrixOptions),
    };

    private readonly string _file = Path.GetTempFileName();
    private readonly string _authorities = Path.GetTempFileName();
    private readonly IConfigurationRoot _configuration;
    private readonly IReadOnlyList<string> _keys;

    public ConfigurationPageTests()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));
        var yaml = Regex.Match(page, "^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        _keys = [.. Read(Alternatives().Replace(yaml, "$1$2")).Keys];
        using var signer = RSA.Create();
        using var authority = TestCertificate.Create();
        File.WriteAllText(_authorities, authority.ExportCertificatePem());
        var examples = new Dictionary<string, string?>
        {
            ["${PACS_SECRET}"] = "secret",
            ["${PACS_SIGNER}"] = signer.ExportSubjectPublicKeyInfoPem(),
            ["/etc/ssl/certs/vault.pem"] = _authorities,
            ["/etc/ssl/certs/acme.pem"] = _authorities,
            ["/etc/vernier/wiki.pem"] = _authorities,
            ["/etc/vernier/wiki.key"] = _authorities,
            ["/etc/traefik/pangolin.yml"] = Path.Combine(Path.GetTempPath(), "pangolin.yml"),
        };
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(Read(yaml).Select(setting => KeyValuePair.Create(
            setting.Key, examples.GetValueOrDefault(setting.Value ?? "", setting.Value)))).Build();
    }

    [Fact]
    public async Task File_Read_HasNoErrors()
    {
        var errors = new List<string>();
        var host = HostSettings.Read(_configuration, SystemModules.Names, SystemModules.ConnectionStrings, errors);
        await using var systems = new HostedSystems(host.Only);
        foreach (var module in SystemModules.All)
        {
            if (RunningSystem.Create(module, new HostConfiguration(_configuration), host, systems, errors) is { } system)
                systems.Add(system);
        }
        errors.ShouldBeEmpty();
    }

    [Fact]
    public void File_Keys_AreAllKeysOfTheOptions()
    {
        _keys.Select(key => key.Split(':')[0]).Distinct().ShouldBe(HostSettings.Keys, ignoreOrder: true);
        Options.Keys.ShouldBe(SystemModules.Names, ignoreOrder: true);
        foreach ((var system, var options) in Options)
        {
            var documented = _keys.Where(key => key.StartsWith($"systems:{system}:")).Select(key => Pattern(key[$"systems:{system}:".Length..]));
            documented.Distinct().ShouldBe(ValidatedOptions.KeysOf(options), ignoreOrder: true, customMessage: system);
        }
    }

    public void Dispose()
    {
        File.Delete(_file);
        File.Delete(_authorities);
    }

    private IReadOnlyDictionary<string, string?> Read(string yaml)
    {
        File.WriteAllText(_file, yaml);
        return YamlFile.Read(_file, SystemModules.Known.NumberKeys, []);
    }

    private static string Pattern(string key) => Names().Replace(key, ":*");

    /// <summary>The indices of lists, and the names in sections of named entries.</summary>
    [GeneratedRegex(@":\d+(?=:|$)|(?<=^Servers|:agent_timeouts|:models|:prices|:tags|:plugins|:settings):[^:]+")]
    private static partial Regex Names();

    /// <summary>Keys that exclude another key of the file are commented out.</summary>
    [GeneratedRegex("^( +)# ([a-z_]+: )", RegexOptions.Multiline)]
    private static partial Regex Alternatives();
}

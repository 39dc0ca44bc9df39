using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Vernier.CcProxy;
using Vernier.DicomWebOAuth;
using Vernier.Host.Configuration;
using Vernier.Host.Serving;
using Vernier.Orchestrix;
using Vernier.Testing;

namespace Vernier.Host.Tests.Configuration;

/// <summary>The file in <c>docs/configuration.md</c> is right and whole.</summary>
public sealed class ConfigurationPageTests : IDisposable
{
    private static readonly Dictionary<string, Type> Options = new()
    {
        ["dicomweb-oauth"] = typeof(DicomWebOAuthOptions),
        ["ccproxy"] = typeof(CcProxyOptions),
        ["orchestrix"] = typeof(OrchestrixOptions),
    };

    private readonly string _file = Path.GetTempFileName();
    private readonly IConfigurationRoot _configuration;
    private readonly IReadOnlyList<string> _keys;

    public ConfigurationPageTests()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));
        var yaml = Regex.Match(page, "^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        File.WriteAllText(_file, yaml);
        var settings = YamlFile.Read(_file);
        _keys = [.. settings.Keys];
        using var signer = RSA.Create();
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(
            setting.Key, setting.Value?.Replace("${PACS_SECRET}", "hush").Replace("${PACS_SIGNER}", signer.ExportSubjectPublicKeyInfoPem())))).Build();
    }

    [Fact]
    public async Task File_Read_HasNoMistake()
    {
        var mistakes = new List<string>();
        var host = HostSettings.Read(_configuration, SystemModules.Names, SystemModules.ConnectionStrings, mistakes);
        foreach (var module in SystemModules.All)
        {
            if (RunningSystem.Create(module, _configuration, host, mistakes) is { } system)
                await system.DisposeAsync();
        }
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void File_AllKeysThatThereAre_AreInIt()
    {
        _keys.Select(key => key.Split(':')[0]).Distinct().ShouldBe(HostSettings.Keys, ignoreOrder: true);
        Options.Keys.ShouldBe(SystemModules.Names, ignoreOrder: true);
        foreach ((var system, var options) in Options)
        {
            var written = _keys.Where(key => key.StartsWith($"systems:{system}:")).Select(key => Pattern(key[$"systems:{system}:".Length..]));
            written.Distinct().ShouldBe(KeysOf(options), ignoreOrder: true, customMessage: system);
        }
    }

    public void Dispose() => File.Delete(_file);

    // The number of an entry or the name of a server stands for any.
    private static string Pattern(string key) => Regex.Replace(key, @":\d+(?=:|$)|(?<=^Servers):[^:]+", ":*");

    private static IEnumerable<string> KeysOf(Type type) => type.GetProperties().Where(p => p.CanWrite).SelectMany(property =>
    {
        var key = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;
        var items = property.PropertyType.GetGenericArguments();
        return property.PropertyType.IsGenericType && Nullable.GetUnderlyingType(property.PropertyType) is null
            ? Below($"{key}:*", items[^1])
            : Below(key, property.PropertyType);
    });

    private static IEnumerable<string> Below(string key, Type type) =>
        type.IsClass && type != typeof(string) ? KeysOf(type).Select(inner => $"{key}:{inner}") : [key];
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Traefik;
using Vernier.Testing;
using YamlDotNet.Serialization;

namespace Vernier.Pangolin.Tests.Traefik;

/// <summary>
/// The format of the configuration. No Traefik is available for tests; the golden files follow its reference of the dynamic configuration.
/// </summary>
public class TraefikConfigurationTests
{
    private static readonly Uri Service = new("http://192.0.2.10:8088/");
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly InventorySnapshot Inventory = new(
        [new Site { Id = "s-a" }],
        [
            new Resource { Id = "r-wiki", SiteId = "s-a", Host = "wiki.example.com" },
            new Resource { Id = "r-app", SiteId = "s-a", Host = "xn--bcher-kva.example" },
            new Resource { Id = "r-db", SiteId = "s-a", Kind = ResourceKind.Tcp, Port = 9501 },
        ]);

    private static readonly TraefikOptions AllOptions = new()
    {
        EntryPoints = ["websecure"],
        Tls = true,
        CertResolver = "letsencrypt",
        IncludeTcp = true,
        Plugins = new Dictionary<string, TraefikPluginOptions>
        {
            ["headers"] = new() { Settings = new Dictionary<string, string> { ["value"] = "a \"quoted\" text", ["template"] = "{{ env \"SECRET\" }}" } },
            ["unused"] = new(),
        },
    };

    [Fact]
    public void Render_AllOptions_MatchesTheGoldenJson() => Golden("traefik.json", TraefikConfiguration.Render(Inventory, AllOptions, Service).ToJsonString(Indented) + "\n");

    [Fact]
    public void Render_AllOptions_MatchesTheGoldenYaml() => Golden("traefik.yml", YamlText.Of(TraefikConfiguration.Render(Inventory, AllOptions, Service)));

    [Fact]
    public void Render_Defaults_MatchesTheGoldenYaml() => Golden("traefik-defaults.yml", YamlText.Of(TraefikConfiguration.Render(Inventory, new TraefikOptions(), Service)));

    [Fact]
    public void Render_NoResources_HasNoEmptySections()
    {
        var rendered = TraefikConfiguration.Render(InventorySnapshot.Empty, AllOptions, Service);
        rendered.ToJsonString().ShouldBe("{}");
        YamlText.Of(rendered).ShouldBe("{}\n");
    }

    [Fact]
    public void Render_Tls_WithoutResolverIsAnEmptySection() => TraefikConfiguration.Render(Inventory, new TraefikOptions { Tls = true }, Service)
        ["http"]!["routers"]!["r-wiki"]!["tls"]!.ToJsonString().ShouldBe("{}");

    [Fact]
    public void Yaml_AnyText_IsReadBackByAnIndependentParser()
    {
        var node = new JsonObject
        {
            ["yes"] = "no",
            ["a b: #c"] = "line 1\nline 2\t\u0001",
            ["n"] = new JsonArray("1", "true", "null", "~", "- a", "{{x}}", "ümlaut", ""),
            ["deep"] = new JsonObject { ["list"] = new JsonArray(new JsonObject { ["x"] = 1, ["y"] = new JsonObject { ["z"] = true } }, new JsonObject { ["x"] = 2 }) },
            ["empty"] = new JsonObject { ["list"] = new JsonArray(), ["map"] = new JsonObject() },
        };
        var text = YamlText.Of(node);
        text.ShouldNotContain("{{");
        var read = ToJson(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(text));
        JsonNode.DeepEquals(read, node).ShouldBeTrue($"{text}\n{read}");
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        IDictionary<object, object?> members => new JsonObject(members.Select(member => KeyValuePair.Create((string)member.Key, ToJson(member.Value)))),
        IList<object?> items => new JsonArray([.. items.Select(ToJson)]),
        _ => JsonSerializer.SerializeToNode(value),
    };

    private static void Golden(string name, string actual)
    {
        var file = Path.Combine(Repository.Root, "tests", "Vernier.Pangolin.Tests", "Traefik", "Golden", name);
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(file, actual);
        File.Exists(file).ShouldBeTrue($"{name} does not exist; run the tests with ACCEPT=1 and review it.");
        actual.ShouldBe(File.ReadAllText(file), $"{name} differs; if the new text is correct, run the tests with ACCEPT=1.");
    }
}

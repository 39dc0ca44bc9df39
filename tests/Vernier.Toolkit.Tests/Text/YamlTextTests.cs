using System.Text.Json.Nodes;
using Vernier.Toolkit.Text;
using YamlDotNet.Serialization;

namespace Vernier.Toolkit.Tests.Text;

public class YamlTextTests
{
    [Theory]
    [InlineData("plain words")]
    [InlineData("")]
    [InlineData("it's: 'quoted' # not a comment")]
    [InlineData("yes")]
    [InlineData("null")]
    [InlineData("5m")]
    [InlineData("0x60")]
    [InlineData("1.5")]
    [InlineData("- item")]
    [InlineData("{{ $labels.job }}")]
    [InlineData("ends with colon:")]
    [InlineData(" spaces ")]
    [InlineData("two\nlines\tand a tab")]
    [InlineData("a: b")]
    [InlineData("\"quoted\"")]
    [InlineData("ümlaut € 漢")]
    [InlineData("two\nlines, a \"quote\", a \\ and 😀")]
    [InlineData("😀")]
    [InlineData("one\u2028two\u2029three\u0085four\uFEFF")]
    public void Write_AnyText_RoundTrips(string text)
    {
        var read = Read<Dictionary<string, object>>(new JsonObject { [text.Length == 0 ? "k" : text] = text, ["list"] = new JsonArray(text) });

        read.First().ShouldBe(KeyValuePair.Create(text.Length == 0 ? "k" : text, (object)text));
        ((List<object>)read["list"]).ShouldBe([text]);
    }

    [Fact]
    public void Write_Tree_UsesBlockStyle() => YamlText.Write(new JsonObject
    {
        ["groups"] = new JsonArray(new JsonObject { ["name"] = "a", ["rules"] = new JsonArray(new JsonObject { ["expr"] = "up == 0", ["value"] = 1 }) }),
        ["empty"] = new JsonObject(),
        ["none"] = null,
        ["on"] = true,
    }).ShouldBe("""
        # Generated from the metric catalog by `vernier generate`. Do not edit.
        groups:
          - name: a
            rules:
              - expr: 'up == 0'
                value: 1
        empty: {}
        none: null
        'on': true

        """);

    private static T Read<T>(JsonObject document) => new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<T>(YamlText.Write(document));
}

using Vernier.Host.Configuration;
using Vernier.Host.Serving;

namespace Vernier.Host.Tests.Configuration;

/// <summary>Numbers in a YAML file.</summary>
public sealed class YamlFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("systems:\n  pangolin:\n    metrics:\n      enabled: true\n      port: \"9464\"\n", 5, 13, "systems:pangolin:metrics:port")]
    [InlineData("systems:\n  pangolin:\n    metrics: {port: '9464'}\n", 3, 21, "systems:pangolin:metrics:port")]
    [InlineData("systems: {pangolin: {port: '9464'}}", 1, 28, "systems:pangolin:port")]
    [InlineData("Systems:\n  Pangolin:\n    Port: '9464'", 3, 11, "Systems:Pangolin:Port")]
    [InlineData("systems:\n  pangolin:\n    port: >-\n      9464\n", 3, 11, "systems:pangolin:port")]
    public void Read_QuotedPort_IsAnErrorWithItsPosition(string yaml, int line, int column, string key) =>
        ErrorsOf(yaml).ShouldBe([$"{_file}, line {line}, column {column}: {key}: invalid value '\"9464\"'; must be a number without quotes."]);

    [Theory]
    [InlineData("systems:\n  pangolin:\n    metrics:\n      port: 9464\n")]
    [InlineData("systems:\n  pangolin:\n    data_directory: '9464'\n")]
    [InlineData("systems:\n  orchestrix:\n    port: '9464'\n")]
    public void Read_PortWithoutQuotesAndOtherQuotedValues_AreAccepted(string yaml) => ErrorsOf(yaml).ShouldBeEmpty();

    [Fact]
    public void Read_SeveralQuotedPorts_AreAllReported() =>
        ErrorsOf("systems:\n  pangolin:\n    port: '1'\n    metrics:\n      port: '2'\n").Count.ShouldBe(2);

    [Theory]
    [InlineData("a: &a [*a]", 1, 8, "the alias *a is inside its own anchor; a value must not contain itself.")]
    [InlineData("a: b: c", 1, 5, "a value that contains ': ' must be in quotes.")]
    [InlineData("- a", 1, 1, "the file must be a mapping of keys to values.")]
    [InlineData("a: 1\n---\nb: 2", 3, 1, "only one YAML document per file is allowed.")]
    [InlineData("demo: !!binary aGk=", 1, 7, "the tag '!!binary' is not supported; remove it, or use one of !!str, !!int, !!float, !!bool, !!null, !!map, !!seq.")]
    public void Read_InvalidYaml_ThrowsWithItsPosition(string yaml, int line, int column, string message)
    {
        File.WriteAllText(_file, yaml);
        Should.Throw<ConfigurationException>(() => YamlFile.Read(_file, [], [])).Errors.ShouldBe([$"{_file}, line {line}, column {column}: {message}"]);
    }

    [Fact]
    public void Load_JsonWithAnError_ThrowsWithItsPosition()
    {
        var file = Path.ChangeExtension(_file, ".json");
        File.WriteAllText(file, "{\n  \"demo\": tru\n}");
        try
        {
            var exception = Should.Throw<ConfigurationException>(() => ConfigurationLoader.Load(new CommandLineSettings(file, null, null, []), SystemModules.Known, []));
            exception.Message.ShouldContain(file);
            exception.Message.ShouldContain("Line 2, column 14: ");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private List<string> ErrorsOf(string yaml)
    {
        File.WriteAllText(_file, yaml);
        var errors = new List<string>();
        YamlFile.Read(_file, SystemModules.Known.NumberKeys, errors).ShouldNotBeEmpty();
        return errors;
    }
}

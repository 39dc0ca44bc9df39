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

    private List<string> ErrorsOf(string yaml)
    {
        File.WriteAllText(_file, yaml);
        var errors = new List<string>();
        YamlFile.Read(_file, SystemModules.Known.NumberKeys, errors).ShouldNotBeEmpty();
        return errors;
    }
}

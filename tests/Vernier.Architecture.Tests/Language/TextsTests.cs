using Vernier.Dev;

namespace Vernier.Architecture.Tests.Language;

public class TextsTests
{
    [Theory]
    [InlineData("""[LoggerMessage(1, LogLevel.Warning, "Push to {Target} failed: {Error}")]""", "log")]
    [InlineData("""throw new ArgumentException($"'{name}' is not a valid name.");""", "exception")]
    [InlineData("""var rule = new LintRule("unknown-label", Severity.Error, "The metric does not have this label");""", "lint")]
    [InlineData("""failures.Add(Failure(key, value, "must be a port"));""", "validation")]
    [InlineData("""Console.WriteLine("The host has started.");""", "console")]
    [InlineData("""var orders = registry.Counter("orders_total", "Orders placed.");""", "metric")]
    [InlineData("""var panel = new Panel { Title = "Requests per second" };""", "description")]
    [InlineData("""return "No results were found.";""", "other")]
    public void Of_Text_IsListedWithItsKind(string source, string kind) => Texts.Of("src/A.cs", source).ShouldHaveSingleItem().Kind.ShouldBe(kind);

    [Theory]
    [InlineData("""var path = "/v1/models";""")]
    [InlineData("""var query = "sum(rate(orders_total[5m])) by (status)";""")]
    [InlineData("""var sql = "SELECT id FROM events WHERE stream = @stream";""")]
    [InlineData("// A comment is not a text.")]
    public void Of_NameQueryOrComment_IsNotListed(string source) => Texts.Of("src/A.cs", source).ShouldBeEmpty();
}

using Vernier.Catalog;
using Vernier.Testing;
using Vernier.Toolkit.Expressions;

namespace Vernier.Toolkit.Tests.Expressions;

public class ParsedExpressionsTests
{
    private readonly ParsedExpressions _expressions = new();

    [Fact]
    public void Get_SameExpression_ReturnsTheSameTree()
    {
        var query = SampleCatalog.RequestRate;

        _expressions.Get(query, allowVariables: true).ShouldBeSameAs(_expressions.Get(query, allowVariables: true));
        _expressions.Get(query, allowVariables: true).ShouldNotBeSameAs(_expressions.Get(SampleCatalog.RequestRate, allowVariables: true));
    }

    [Fact]
    public void Get_VariableWhereNotAllowed_ReturnsTheError()
    {
        var query = SampleCatalog.RequestRate;

        _expressions.Get(query, allowVariables: true).IsValid.ShouldBeTrue();
        _expressions.Get(query, allowVariables: false).Error.ShouldNotBeNull().Problem.ShouldBe("unexpected character '$'");
    }

    [Fact]
    public void Get_InvalidExpression_ReturnsTheErrorWithItsPosition()
    {
        PromQLExpression query = $"sum(\n  {SampleCatalog.State}";

        var parsed = _expressions.Get(query, allowVariables: false);

        parsed.IsValid.ShouldBeFalse();
        parsed.Tree.ShouldBeNull();
        (parsed.Error!.Line, parsed.Error.Column).ShouldBe((2, 12));
    }

    // Every other reader would parse a query again on its way to a dashboard.
    [Fact]
    public void Toolkit_Source_ParsesInOnePlace() =>
        Repository.SourceFiles("src").Where(file => file.Path.StartsWith("Vernier.Toolkit/") && file.Text.Contains("PromQLParser.Parse(")).Select(file => Path.GetDirectoryName(file.Path))
            .ShouldBe(["Vernier.Toolkit/Expressions"]);
}

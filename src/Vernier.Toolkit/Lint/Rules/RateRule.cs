using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports functions over a range that do not fit the type of the metric.</summary>
internal sealed class RateRule : IQueryRule
{
    public static readonly string[] CounterFunctions = ["rate", "irate", "increase", "resets"];

    private static readonly string[] GaugeFunctions = ["delta", "idelta", "deriv", "predict_linear", "holt_winters"];

    public IEnumerable<QueryFinding> Check(Query query)
    {
        foreach (var call in query.All.OfType<FunctionCall>().Where(call => call.Arguments.Count > 0))
        {
            var finding = call.Arguments[0].WithoutParentheses() switch
            {
                MatrixSelector matrix when query.Series(matrix.Selector) is { } series => OfSeries(call, matrix, series),
                SubqueryExpression { Operand: var operand } when call.IsCallOf("rate", "irate", "increase") && AggregateOfCounters(query, operand) is { } aggregate =>
                    new(LintRules.RateOfSum, call, $"After {aggregate.Operator.Text()}, {call.Function.Name} misreads the restart of one process as a jump of the total.",
                        $"Aggregate last, as in sum({call.Function.Name}(x[5m]))."),
                _ => null,
            };
            if (finding is not null)
                yield return finding;
        }
    }

    private static QueryFinding? OfSeries(FunctionCall call, MatrixSelector matrix, KnownSeries series)
    {
        var function = call.Function.Name;
        var name = matrix.Selector.MetricName()!;
        if (series.IsGauge && CounterFunctions.Contains(function))
        {
            return new(LintRules.RateOfGauge, call, $"{name} is a gauge; {function} treats every decrease as a counter reset.",
                function == "resets" ? $"Use changes({name}[5m])." : $"Use {(function == "increase" ? "delta" : "deriv")}({name}[5m]), or the value itself.");
        }
        return series.IsCounter && GaugeFunctions.Contains(function)
            ? new(LintRules.GaugeFunctionOfCounter, call, $"{name} is a counter; {function} treats the reset to 0 at a restart as a change.",
                $"Use {(function is "delta" or "idelta" ? "increase" : "rate")}({name}[5m]).")
            : null;
    }

    private static AggregateExpression? AggregateOfCounters(Query query, Expression operand) =>
        operand.WithoutParentheses() is AggregateExpression { Operand: var inner } aggregate && inner.WithoutParentheses() is VectorSelector selector
            && query.Series(selector) is { IsCounter: true } ? aggregate : null;
}

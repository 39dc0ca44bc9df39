using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Functions over time that do not fit the type of the metric.</summary>
internal sealed class RateRule : IQueryRule
{
    public static readonly string[] OfCounters = ["rate", "irate", "increase", "resets"];

    private static readonly string[] OfGauges = ["delta", "idelta", "deriv", "predict_linear", "holt_winters"];

    public IEnumerable<Remark> Check(Query query)
    {
        foreach (var call in query.All.OfType<FunctionCall>().Where(call => call.Arguments.Count > 0))
        {
            var remark = call.Arguments[0].Bare() switch
            {
                MatrixSelector matrix when query.Series(matrix.Selector) is { } series => OfSeries(call, matrix, series),
                SubqueryExpression { Operand: var operand } when call.IsCallOf("rate", "irate", "increase") && IsAggregateOfCounters(query, operand) =>
                    new(LintRules.RateOfSum, call, $"{call.Function.Name} sees the restart of one process as a jump of the whole {Name(operand)}.",
                        $"Aggregate last, as in sum({call.Function.Name}(x[5m]))."),
                _ => null,
            };
            if (remark is not null)
                yield return remark;
        }
    }

    private static Remark? OfSeries(FunctionCall call, MatrixSelector matrix, KnownSeries series)
    {
        var function = call.Function.Name;
        var name = matrix.Selector.MetricName()!;
        if (series.IsGauge && OfCounters.Contains(function))
        {
            return new(LintRules.RateOfGauge, call, $"{function} takes every fall of {name}, which goes up and down, for a restart.",
                function == "resets" ? $"Use changes({name}[5m])." : $"Use {(function == "increase" ? "delta" : "deriv")}({name}[5m]), or read its value.");
        }
        return series.IsCounter && OfGauges.Contains(function)
            ? new(LintRules.GaugeFunctionOfCounter, call, $"{function} takes the restart of a process, at which {name} falls to 0, for a change of the value.",
                $"Use {(function is "delta" or "idelta" ? "increase" : "rate")}({name}[5m]).")
            : null;
    }

    private static bool IsAggregateOfCounters(Query query, Expression operand) =>
        operand.Bare() is AggregateExpression { Operand: var inner } && inner.Bare() is VectorSelector selector && query.Series(selector) is { IsCounter: true };

    private static string Name(Expression operand) => ((AggregateExpression)operand.Bare()).Operator.Text();
}

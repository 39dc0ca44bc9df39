
namespace Vernier.PromQL.Language;

/// <summary>A function of PromQL.</summary>
/// <param name="Name">Its name, in the case that Prometheus demands.</param>
/// <param name="Result">The type of its result.</param>
/// <param name="Parameters">The type of each argument; the last holds for all further ones.</param>
/// <param name="MinArguments">The fewest arguments.</param>
/// <param name="MaxArguments">The most arguments; <see cref="int.MaxValue"/> when there is no limit.</param>
internal sealed record Function(string Name, ExpressionType Result, EquatableList<ExpressionType> Parameters, int MinArguments, int MaxArguments)
{
    /// <summary>The type of the argument at an index from 0.</summary>
    public ExpressionType ParameterAt(int index) => Parameters[Math.Min(index, Parameters.Count - 1)];
}

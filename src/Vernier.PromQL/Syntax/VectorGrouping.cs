using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary><c>group_left</c> or <c>group_right</c>: the side that may have several series for one of the other.</summary>
/// <param name="IsLeft">True for <c>group_left</c>.</param>
/// <param name="Include">The labels that the result takes from the side with the one series.</param>
internal sealed record VectorGrouping(bool IsLeft, EquatableList<string> Include);

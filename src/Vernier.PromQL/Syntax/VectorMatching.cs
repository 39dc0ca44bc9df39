using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>How the series of the two sides of an operator find each other.</summary>
/// <param name="IsOn">True for <c>on</c>: by these labels alone; false for <c>ignoring</c>: by all but these.</param>
/// <param name="Labels">The labels in the parentheses.</param>
/// <param name="Group">Which side may have several series for one of the other; null for one to one.</param>
internal sealed record VectorMatching(bool IsOn, EquatableList<string> Labels, VectorGrouping? Group = null);

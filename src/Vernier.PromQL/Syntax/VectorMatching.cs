using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>The <c>on</c> or <c>ignoring</c> clause of a binary operator.</summary>
/// <param name="IsOn">True for <c>on</c>, which matches by these labels only; false for <c>ignoring</c>, which matches by all other labels.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Group">The group modifier; null for one-to-one matching.</param>
public sealed record VectorMatching(bool IsOn, EquatableList<string> Labels, VectorGrouping? Group = null);

/// <summary>The <c>group_left</c> or <c>group_right</c> modifier, for many-to-one and one-to-many matching.</summary>
/// <param name="IsLeft">True for <c>group_left</c>.</param>
/// <param name="Include">The labels that the result takes from the "one" side.</param>
public sealed record VectorGrouping(bool IsLeft, EquatableList<string> Include);

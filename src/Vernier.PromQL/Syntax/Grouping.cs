using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>The clause of an aggregation: <c>by</c> keeps these labels, <c>without</c> drops them.</summary>
internal sealed record Grouping(bool IsWithout, EquatableList<string> Labels);

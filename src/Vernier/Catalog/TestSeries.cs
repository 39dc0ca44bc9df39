namespace Vernier.Catalog;

/// <summary>A series that an alert's example starts from. Immutable.</summary>
/// <param name="Series">The series with its labels: <c>$"{Errors}{{type=\"handler_error\"}}"</c>.</param>
/// <param name="Values">Its values in promtool's notation: <c>0+6x60</c> is 0, 6, 12 and so on, 60 steps.</param>
public sealed record TestSeries(PromQLExpression Series, string Values);

namespace Vernier;

/// <summary>
/// The state of a histogram that a callback reports, for distributions that are collected elsewhere. The list is copied when the reading is
/// reported, so a callback may use it again.
/// </summary>
/// <param name="Counts">
/// The number of observations in each bucket alone (not cumulative): one for each bound of the definition, plus one for +Inf. Each is 0 or more, and
/// their total is at most <see cref="long.MaxValue"/>.
/// </param>
/// <param name="Sum">The sum of all observed values, in the metric's unit; not NaN.</param>
public sealed record HistogramReading(IReadOnlyList<long> Counts, double Sum);

/// <summary>
/// The state of a summary that a callback reports, for quantiles that are computed elsewhere. The list is copied when the reading is reported, so
/// a callback may use it again.
/// </summary>
/// <param name="Values">The value at each quantile of the definition, in the metric's unit; NaN where it is unknown.</param>
/// <param name="Sum">The sum of all observed values, in the metric's unit; not NaN.</param>
/// <param name="Count">The number of observed values; 0 or more.</param>
public sealed record SummaryReading(IReadOnlyList<double> Values, double Sum, long Count);

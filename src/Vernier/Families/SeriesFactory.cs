namespace Vernier.Families;

/// <summary>Makes a series of a family; the array of values is the series' own from then on.</summary>
internal delegate TSeries SeriesFactory<out TSeries>(MetricFamily family, string[] values)
    where TSeries : Series;

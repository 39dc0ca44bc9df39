using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Requests;
using Vernier.Exposition;

namespace Vernier.AspNetCore;

/// <summary>What <see cref="VernierServices.AddVernier"/> sets up. Checked at start, and read once.</summary>
public sealed class VernierOptions : IValidatableObject
{
    /// <summary>Labels that all series of the registry have, e.g. <c>region</c>; none by default.</summary>
    public IDictionary<string, string> ConstantLabels { get; } = new Dictionary<string, string>();

    /// <summary>
    /// How many series a family may have that states no limit of its own, 10,000 by default; 0 for no limit. Further series are folded into one
    /// whose labels are all <c>_overflow</c>.
    /// </summary>
    public int MaxSeriesPerFamily { get; set; } = 10_000;

    /// <summary>Whether the registry has the families <c>vernier_*</c> that measure itself. True by default.</summary>
    public bool SelfMetrics { get; set; } = true;

    /// <summary>
    /// Whether the text formats have a sample <c>_created</c> for each cumulative series but those of callbacks, of which it is not known when they were 0. False by
    /// default, because Prometheus 2 stores it as one more series.
    /// </summary>
    public bool CreatedSeries { get; set; }

    /// <summary>Whether there are metrics of the .NET runtime (<c>dotnet_*</c>). True by default.</summary>
    public bool RuntimeMetrics { get; set; } = true;

    /// <summary>Whether there are metrics of the process (<c>process_*</c>). True by default.</summary>
    public bool ProcessMetrics { get; set; } = true;

    /// <summary>Whether HTTP requests are measured (<see cref="HttpRequestCatalog"/>). True by default.</summary>
    public bool HttpRequestMetrics { get; set; } = true;

    /// <summary>
    /// The bucket bounds for the duration of HTTP requests, in seconds, strictly ascending and finite. By default those of
    /// <see cref="HttpRequestCatalog.Duration"/>.
    /// </summary>
    [Required(ErrorMessage = "must not be null.")]
    public IReadOnlyList<double> HttpRequestBuckets { get; set; } = HttpRequestCatalog.Duration.Buckets;

    /// <summary>
    /// The formats that a scraper can ask for, the default first. By default <see cref="ExpositionFormat.All"/>; add a format of your own here.
    /// </summary>
    public IList<ExpositionFormat> Formats { get; } = [.. ExpositionFormat.All];

    internal ExpositionOptions ToExposition() => new() { CreatedSeries = CreatedSeries, Formats = [.. Formats] };

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MaxSeriesPerFamily < 0)
            yield return new ValidationResult($"is {MaxSeriesPerFamily}; it must be 1 or more, or 0 for no limit.", [nameof(MaxSeriesPerFamily)]);
        if (Formats.Count == 0)
            yield return new ValidationResult("is empty; at least one format is required.", [nameof(Formats)]);
    }
}

using System.Collections.Frozen;
using System.Text.Json;

namespace Vernier.Pangolin.Jobs;

/// <summary>The names of job types in the database, such as <c>cert_renewal</c>; the same as the label values.</summary>
internal static class JobTypes
{
    private static readonly FrozenDictionary<string, JobType> ByName = Enum.GetValues<JobType>().ToFrozenDictionary(NameOf);

    /// <summary>All types.</summary>
    public static IReadOnlyList<JobType> All { get; } = Enum.GetValues<JobType>();

    public static string NameOf(JobType type) => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString());

    /// <summary>Finds a type; null for the name of a type that this version does not have.</summary>
    public static JobType? Find(string name) => ByName.TryGetValue(name, out var type) ? type : null;
}

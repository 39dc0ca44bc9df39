using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Vernier.Host.Demo;

/// <summary>
/// A small DICOMweb server for the demo of the host. It stores the newest instances in memory, and supports STOW-RS, QIDO-RS for studies and WADO-RS of
/// PS3.18. Not suitable for any other purpose.
/// </summary>
internal sealed class EmbeddedArchive
{
    public const string Root = "/embedded/dicom-web";

    internal const int MaxInstances = 100;
    internal const int MaxBytes = 1 << 20;

    private const string Dicom = "application/dicom";
    private const string DicomJson = "application/dicom+json";

    private readonly Lock _lock = new();
    private readonly LinkedList<DicomInstance> _instances = [];

    /// <summary>Stores the files of a multipart body (PS3.18, section 10.5).</summary>
    public async Task<IResult> StoreAsync(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || type.MediaType != "multipart/related"
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);

        var stored = new List<DicomInstance>();
        var failed = 0;
        try
        {
            var reader = new MultipartReader(boundary.ToString(), request.Body) { BodyLengthLimit = MaxBytes };
            while (await reader.ReadNextSectionAsync(request.HttpContext.RequestAborted).ConfigureAwait(false) is { } part)
            {
                using var file = new MemoryStream();
                await part.Body.CopyToAsync(file, request.HttpContext.RequestAborted).ConfigureAwait(false);
                if (DicomFileReader.Read(file.ToArray()) is { } instance)
                    stored.Add(instance);
                else
                    failed++;
            }
        }
        catch (Exception malformed) when (malformed is InvalidDataException or IOException)
        {
            return TypedResults.BadRequest();
        }

        stored.ForEach(Add);
        var status = stored.Count == 0 ? StatusCodes.Status409Conflict : failed > 0 ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        return TypedResults.Json(new Dictionary<string, object> { ["00081199"] = Sequence(stored) }, contentType: DicomJson, statusCode: status);
    }

    /// <summary>Returns all studies, or the one in the query parameter <c>StudyInstanceUID</c> (PS3.18, section 10.6).</summary>
    public IResult Search(HttpRequest request)
    {
        var studyId = request.Query["StudyInstanceUID"].ToString();
        var studies = Find(i => studyId.Length == 0 || i.Study == studyId)
            .GroupBy(i => i.Study)
            .Select(study => new Dictionary<string, object>
            {
                ["0020000D"] = Attribute("UI", study.Key),
                ["00201206"] = Attribute("IS", study.Select(i => i.Series).Distinct().Count()),
                ["00201208"] = Attribute("IS", study.Count()),
            });
        return TypedResults.Json(studies.ToArray(), contentType: DicomJson);
    }

    /// <summary>Returns the instances of a study or a series, or one instance, as a multipart body (PS3.18, section 10.4).</summary>
    public async Task RetrieveAsync(HttpContext context)
    {
        string? study = context.GetRouteValue("study") as string, series = context.GetRouteValue("series") as string, instance = context.GetRouteValue("instance") as string;
        var found = Find(i => i.Study == study && (series is null || i.Series == series) && (instance is null || i.Instance == instance));
        if (found.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var body = new MultipartContent("related");
        foreach (var part in found)
            body.Add(new ReadOnlyMemoryContent(part.File) { Headers = { ContentType = new(Dicom) } });
        var boundary = body.Headers.ContentType!.Parameters.Single(p => p.Name == "boundary").Value!;
        context.Response.ContentType = $"multipart/related; type=\"{Dicom}\"; boundary={boundary}";
        await body.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private void Add(DicomInstance instance)
    {
        lock (_lock)
        {
            if (_instances.FirstOrDefault(i => i.Instance == instance.Instance) is { } same)
                _instances.Remove(same);
            _instances.AddLast(instance);
            if (_instances.Count > MaxInstances)
                _instances.RemoveFirst();
        }
    }

    private DicomInstance[] Find(Func<DicomInstance, bool> predicate)
    {
        lock (_lock)
            return [.. _instances.Where(predicate)];
    }

    private static Dictionary<string, object> Sequence(IEnumerable<DicomInstance> stored) => new()
    {
        ["vr"] = "SQ",
        ["Value"] = stored.Select(i => new Dictionary<string, object>
        {
            ["00081150"] = Attribute("UI", i.Class),
            ["00081155"] = Attribute("UI", i.Instance),
        }).ToArray(),
    };

    private static Dictionary<string, object> Attribute(string vr, object value) => new() { ["vr"] = vr, ["Value"] = new[] { value } };
}

using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Console.Editing;

/// <summary>The command line that connects a site. Thread-safe.</summary>
internal sealed class SiteCommand(PangolinSettings settings)
{
    /// <summary>The variable that can have the secret instead of a file.</summary>
    public const string SecretVariable = "VERNIER_SITE_SECRET";

    /// <summary>The URL to which sites connect.</summary>
    public string Server
    {
        get
        {
            var options = settings.Current;
            return (options.PublicUrl ?? new Uri($"http://localhost:{options.Port}")).GetLeftPart(UriPartial.Authority);
        }
    }

    public string Of(string siteId) => $"vernier site --server {Server} --id {siteId} --secret-file {siteId}.secret --target NAME=URL";
}

using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vernier.Toolkit.Text;

/// <summary>
/// Reads all YAML of the toolkit and the host. Whatever the text contains, the result is a finite tree of bounded size, or an exception with a location.
/// </summary>
internal static class YamlReader
{
    /// <summary>The maximum depth, including lists and mappings that aliases insert. Building and reading the tree takes stack space for each level.</summary>
    public const int MaxDepth = 100;

    /// <summary>The maximum number of values, where each alias counts as all values of its anchor.</summary>
    public const int MaxValues = 1_000_000;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <returns>The YAML documents in the text; none if it is empty.</returns>
    /// <exception cref="YamlException">The text is not valid YAML, is nested too deeply, or has too many values; has the location.</exception>
    /// <exception cref="OperationCanceledException">Reading was canceled.</exception>
    public static IList<YamlDocument> Read(string text, CancellationToken cancellation = default)
    {
        var stream = new YamlStream();
        var parser = new BoundedYamlParser(new Parser(new StringReader(text)), cancellation);
        try
        {
            stream.Load(parser);
        }
        catch (ArgumentException)
        {
            // YamlDotNet throws this, without a location, where a list or mapping ends and a value is expected.
            throw new YamlException(parser.Current!.Start, parser.Current.End, "a value is missing");
        }
        return stream.Documents;
    }
}

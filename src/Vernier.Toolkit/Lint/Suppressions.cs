using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Sources;
using Vernier.Toolkit.Text;
using YamlDotNet.RepresentationModel;

namespace Vernier.Toolkit.Lint;

/// <summary>
/// The suppressions file: a YAML list of <c>rule</c>, <c>element</c> and <c>reason</c>. <c>element</c> is the element of a finding
/// (<c>metric shop_orders</c>) or its last word; <c>*</c> matches any text.
/// </summary>
internal sealed class Suppressions
{
    /// <summary>Longer patterns need too much memory to be matched in linear time.</summary>
    private const int MaxElementLength = 500;

    private static readonly string[] Keys = ["rule", "element", "reason"];

    private readonly List<Entry> _entries = [];
    private readonly List<LintFinding> _findings = [];

    public static Suppressions Read(string file)
    {
        var name = SourcePath.Relative(file);
        string text;
        try
        {
            text = BoundedFile.ReadText(file);
        }
        catch (Exception exception) when (SourcePath.IsReadError(exception))
        {
            var unreadable = new Suppressions();
            unreadable._findings.Add(new(LintRules.InvalidSuppressions, new(name, 0, 0, ""), SourcePath.DescribeReadError(file, exception), LintRules.FileUnreadable.Fix));
            return unreadable;
        }
        return Parse(name, text);
    }

    /// <summary>Reads the text of a suppressions file.</summary>
    public static Suppressions Parse(string name, string text)
    {
        var suppressions = new Suppressions();
        suppressions.Read(YamlFile.Read(name, text));
        return suppressions;
    }

    /// <summary>Returns the findings with the reasons of their suppressions, the problems of the file itself, and its unused entries.</summary>
    public IReadOnlyList<LintFinding> Apply(IReadOnlyList<LintFinding> findings)
    {
        var used = new HashSet<Entry>();
        var result = new List<LintFinding>(_findings);
        foreach (var finding in findings)
        {
            var entry = _entries.FirstOrDefault(entry => entry.Matches(finding));
            if (entry is not null)
                used.Add(entry);
            result.Add(entry is null ? finding : finding with { Suppression = entry.Reason });
        }
        result.AddRange(_entries.Where(entry => !used.Contains(entry))
            .Select(entry => new LintFinding(LintRules.UnusedSuppression, entry.Location, $"No finding of {entry.Rule} matches the element.", LintRules.UnusedSuppression.Fix)));
        return result;
    }

    private void Read(YamlFile yaml)
    {
        switch (yaml.Root)
        {
            case null:
                break;
            case YamlSequenceNode list:
                foreach (var item in list)
                    ReadEntry(yaml, item);
                break;
            default:
                yaml.Report(LintRules.InvalidSuppressions, yaml.Root, "", "The file is not a list.");
                break;
        }
        _findings.AddRange(yaml.Findings);
    }

    private void ReadEntry(YamlFile yaml, YamlNode item)
    {
        var values = new Dictionary<string, string>();
        foreach ((var key, var value) in item is YamlMappingNode mapping ? mapping : [])
            values[((YamlScalarNode)key).Value!] = (value as YamlScalarNode)?.Value ?? "";
        string[] problems =
        [
            .. Keys.Where(key => string.IsNullOrWhiteSpace(values.GetValueOrDefault(key))).Select(key => $"{key} is missing"),
            .. values.Keys.Except(Keys).Select(key => $"unknown key {key}"),
            .. values.GetValueOrDefault("element") is { Length: > MaxElementLength } element ? [$"element has {element.Length} characters; at most {MaxElementLength} are allowed"] : (string[])[],
        ];
        var rule = LintRules.All.FirstOrDefault(known => known.Id == values.GetValueOrDefault("rule"));
        if (problems.Length > 0)
            yaml.Report(LintRules.InvalidSuppressions, item, "", $"Invalid entry: {string.Join(", ", problems)}.");
        else if (rule is null)
            yaml.Report(LintRules.InvalidSuppressions, item, "", $"Unknown rule '{values["rule"]}'.", "Use a rule from docs/linter.md.");
        else if (!rule.IsSuppressible)
            yaml.Report(LintRules.InvalidSuppressions, item, "", $"Rule {rule} cannot be suppressed.", "Fix the finding instead.");
        else
            _entries.Add(new(rule, values["element"], values["reason"], yaml.At(item.Start, $"suppression {rule}")));
    }

    private sealed class Entry(LintRule rule, string element, string reason, LintLocation location)
    {
        private readonly Regex _element = new($"^{Regex.Escape(element).Replace("\\*", ".*")}$", RegexOptions.NonBacktracking);

        public LintRule Rule => rule;

        public string Reason => reason;

        public LintLocation Location => location;

        public bool Matches(LintFinding finding) =>
            finding.Rule == rule && (_element.IsMatch(finding.Location.Element) || _element.IsMatch(finding.Location.Element.Split(' ')[^1]));
    }
}

using System.Globalization;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Fields = System.Collections.Generic.Dictionary<string, (YamlDotNet.RepresentationModel.YamlNode Key, YamlDotNet.RepresentationModel.YamlNode Value)>;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Reads rule files of Prometheus (its documentation, "Recording rules" and "Alerting rules"). The expressions themselves are not looked at.</summary>
internal sealed class RuleFileReader
{
    private const string MergeKey = "<<";

    // An anchor may be merged into itself.
    private const int MaxMerges = 10;

    private static readonly string[] FileKeys = ["groups"];
    private static readonly string[] GroupKeys = ["name", "interval", "limit", "query_offset", "labels", "rules"];
    private static readonly string[] RuleKeys = ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"];

    private readonly YamlFile _yaml;
    private readonly List<QuerySubject> _queries = [];

    private RuleFileReader(YamlFile yaml) => _yaml = yaml;

    public static SourceContent Read(YamlFile yaml)
    {
        var reader = new RuleFileReader(yaml);
        if (yaml.Root is not null)
            reader.ReadGroups(yaml.Root);
        return new() { Queries = reader._queries, Findings = yaml.Findings };
    }

    private void ReadGroups(YamlNode root)
    {
        if (Mapping(root, "the file", FileKeys, "") is not { } file || Value(file, "groups") is not { } groups)
            return;
        var names = new HashSet<string>();
        foreach (var item in Items(groups, "groups", ""))
        {
            if (Mapping(item, "a group", GroupKeys, "") is not { } group)
                continue;
            var name = (Value(group, "name") as YamlScalarNode)?.Value ?? "";
            if (name.Length == 0)
                Wrong(item, "", "A group has no name.", "Give it one, which no other group of the file has.");
            else if (!names.Add(name))
                Wrong(item, "", $"There are two groups of the name {name}.", "Give each group a name of its own.");
            CheckDuration(Value(group, "interval"), $"group {name}");
            CheckDuration(Value(group, "query_offset"), $"group {name}");
            if (Value(group, "limit") is { } limit && !int.TryParse(TextOf(limit), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                Wrong(limit, $"group {name}", $"{Quoted(limit)} is no whole number.", "Write how many alerts or series the group may make; 0 for as many as there are.");
            var labels = Texts(Value(group, "labels"), $"group {name}", "label");
            foreach (var rule in Items(Value(group, "rules"), "rules", $"group {name}"))
                ReadRule(rule, labels);
        }
    }

    private void ReadRule(YamlNode node, IReadOnlyDictionary<string, string> ofGroup)
    {
        if (Mapping(node, "a rule", RuleKeys, "") is not { } rule)
            return;
        foreach (var key in (string[])["alert", "record"])
        {
            if (Value(rule, key) is { } name and not YamlScalarNode)
            {
                Wrong(name, "", $"{Quoted(name)} is no name.", "Write a word.");
                return;
            }
        }
        var alert = NameOf(rule, "alert");
        var record = NameOf(rule, "record");
        var subject = alert is not null ? $"alert {alert}" : $"recording rule {record}";
        if (alert is null == record is null)
        {
            Wrong(node, "", alert is null ? "A rule has neither alert nor record." : "A rule has both alert and record.", "Give it one of the two: the name of the alert, or of the series that it records.");
            return;
        }
        foreach (var key in alert is null ? ["for", "keep_firing_for", "annotations"] : Array.Empty<string>())
        {
            if (Value(rule, key) is { } misplaced)
                Wrong(misplaced, subject, $"A recording rule has no {key}.", "Leave it out.");
        }
        if (record is not null && !MetricNames.IsMetricName(record))
            Wrong(Value(rule, "record")!, subject, $"'{record}' is no name of a series.", "Letters, digits, underscores and colons are allowed, and no digit at the beginning.");
        var wait = CheckDuration(Value(rule, "for"), subject);
        CheckDuration(Value(rule, "keep_firing_for"), subject);
        if (Value(rule, "expr") is not YamlScalarNode { Value.Length: > 0 } expression)
        {
            Wrong(node, subject, "A rule has no expression.", "Add expr.");
            return;
        }

        (var place, var keepsLines) = _yaml.TextOf(expression, subject);
        var labels = Texts(Value(rule, "labels"), subject, "label");
        _queries.Add(new(alert is null ? QueryUse.Recording : QueryUse.Alert, expression.Value.TrimEnd(), place)
        {
            Title = alert ?? record!,
            For = wait,
            Labels = ofGroup.Count == 0 ? labels : ofGroup.Where(label => !labels.ContainsKey(label.Key)).Concat(labels).ToDictionary(),
            Annotations = Texts(Value(rule, "annotations"), subject, "annotation"),
            KeepsLines = keepsLines,
        });
    }

    /// <summary>The length of time; null when there is none, or one that cannot be read.</summary>
    private TimeSpan? CheckDuration(YamlNode? node, string subject)
    {
        if (node is null)
            return null;
        if (TextOf(node) == "0")
            return TimeSpan.Zero;
        if (PrometheusDuration.TryParse(TextOf(node), out var duration))
            return duration;
        Wrong(node, subject, $"{Quoted(node)} is no length of time.", "Write it as Prometheus does: 30s, 5m, 1h30m.");
        return null;
    }

    private IReadOnlyDictionary<string, string> Texts(YamlNode? node, string subject, string kind)
    {
        var texts = new Dictionary<string, string>();
        if (node is null || Mapping(node, "labels and annotations", allowed: null, subject) is not { } fields)
            return texts;
        foreach ((var key, var value) in fields.Values)
        {
            var name = TextOf(key);
            if (!MetricNames.IsLabelName(name) || name == "__name__")
                Wrong(key, subject, $"{Quoted(key)} is no name of {(kind == "label" ? "a" : "an")} {kind}.", "Letters, digits and underscores are allowed, no digit at the beginning, and not __name__.");
            else if (value is YamlScalarNode text)
                texts[name] = text.Value ?? "";
            else
                Wrong(value, subject, $"The value of {name} is no text.", "Put it in quotes.");
        }
        return texts;
    }

    private IEnumerable<YamlNode> Items(YamlNode? node, string name, string subject)
    {
        if (node is null)
            return [];
        if (node is YamlSequenceNode list)
            return list.Children;
        Wrong(node, subject, $"{name} is no list.", "Write its items with dashes.");
        return [];
    }

    /// <summary>The keys of a mapping with their values, also those that it merges (<c>&lt;&lt;: *other</c>); null when it is none.</summary>
    private Fields? Mapping(YamlNode node, string what, string[]? allowed, string subject)
    {
        if (node is not YamlMappingNode mapping)
        {
            Wrong(node, subject, $"Expected keys and values for {what}.", allowed is null ? "Write them as key: value." : $"Its keys are {string.Join(", ", allowed)}.");
            return null;
        }
        var fields = new Fields();
        Merge(fields, mapping, depth: 0);
        foreach (var key in mapping.Children.Keys.Where(key => allowed is not null && !allowed.Contains(TextOf(key)) && TextOf(key) != MergeKey))
            Wrong(key, subject, $"Prometheus knows no {(key is YamlScalarNode ? TextOf(key) : Quoted(key))} in {what}, and refuses the whole file.", $"Allowed are {string.Join(", ", allowed!)}.");
        return fields;
    }

    /// <summary>What a mapping has itself goes before what it merges.</summary>
    private void Merge(Fields fields, YamlMappingNode mapping, int depth)
    {
        foreach ((var key, var value) in mapping.Children.Where(child => TextOf(child.Key) != MergeKey))
            fields.TryAdd(TextOf(key), (key, value));
        if (depth == MaxMerges || !mapping.Children.TryGetValue(new YamlScalarNode(MergeKey), out var merged))
            return;
        foreach (var item in merged is YamlSequenceNode list ? list.Children : [merged])
        {
            if (item is YamlMappingNode other)
                Merge(fields, other, depth + 1);
            else
                Wrong(item, "", $"{Quoted(item)} cannot be merged.", $"Write {MergeKey}: *name, of a mapping that has the anchor &name.");
        }
    }

    /// <summary>The value of a key; null when it is not there, or empty.</summary>
    private static YamlNode? Value(Fields fields, string key) =>
        fields.TryGetValue(key, out var field) && field.Value is not YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" } ? field.Value : null;

    private void Wrong(YamlNode at, string subject, string reason, string mend) => _yaml.Report(LintRules.RuleFileForm, at, subject, reason, mend);

    private static string? NameOf(Fields rule, string key) => Value(rule, key) is { } name && TextOf(name) is { Length: > 0 } text ? text : null;

    private static string TextOf(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    // A list is not written out: aliases can make it as large as they like.
    private static string Quoted(YamlNode node) => node is YamlScalarNode ? $"'{TextOf(node)}'" : node is YamlSequenceNode ? "A list" : "A mapping";
}

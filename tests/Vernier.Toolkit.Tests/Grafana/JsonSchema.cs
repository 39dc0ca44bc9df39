using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vernier.Toolkit.Tests.Grafana;

/// <summary>
/// Validates JSON against a schema of draft 7, with the keywords that Grafana's schemas use. Unknown keywords are errors, so that no constraint is
/// ignored.
/// </summary>
internal sealed class JsonSchema(JsonNode root)
{
    private static readonly HashSet<string> SupportedKeywords =
    [
        "$schema", "$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "const", "pattern", "minLength", "oneOf", "anyOf", "allOf",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "definitions", "description", "default", "format",
        "deprecated", "x-deprecation-message",
    ];

    /// <summary>Returns the errors of a value with their paths, by a definition of the schema or by its root.</summary>
    public IReadOnlyList<string> Validate(JsonNode? value, string? definition = null) =>
        [.. Check(value, definition is null ? root : root["definitions"]![definition] ?? throw new KeyNotFoundException(definition), "$")];

    private IEnumerable<string> Check(JsonNode? value, JsonNode schema, string path)
    {
        var rules = schema.AsObject();
        foreach (var keyword in rules.Select(rule => rule.Key).Where(keyword => !SupportedKeywords.Contains(keyword)))
            yield return $"{path}: the keyword {keyword} is not supported.";
        if (rules["$ref"] is { } reference)
        {
            foreach (var error in Check(value, root["definitions"]![((string)reference!).Split('/')[^1]]!, path))
                yield return error;
            yield break;
        }

        var errors = CheckLeaf(value, rules, path).Concat(CheckAlternatives(value, rules, path)).Concat(value switch
        {
            JsonObject map => CheckObject(map, rules, path),
            JsonArray list => list.SelectMany((item, i) => rules["items"] is { } items ? Check(item, items, $"{path}[{i}]") : []),
            _ => [],
        });
        foreach (var error in errors)
            yield return error;
    }

    private static IEnumerable<string> CheckLeaf(JsonNode? value, JsonObject rules, string path)
    {
        if (rules["type"] is { } type && !HasType(value, (string)type!))
            yield return $"{path}: {value?.ToJsonString() ?? "null"} is not of type {type}.";
        if (rules["enum"] is JsonArray allowed && !allowed.Any(item => JsonNode.DeepEquals(item, value)))
            yield return $"{path}: {value?.ToJsonString()} is not one of {allowed.ToJsonString()}.";
        if (rules["const"] is { } constant && !JsonNode.DeepEquals(constant, value))
            yield return $"{path}: {value?.ToJsonString()} is not {constant.ToJsonString()}.";
        if (value?.GetValueKind() is JsonValueKind.String)
        {
            if (rules["pattern"] is { } pattern && !Regex.IsMatch((string)value!, (string)pattern!))
                yield return $"{path}: {value} does not match {pattern}.";
            if (rules["minLength"] is { } length && ((string)value!).Length < (int)length)
                yield return $"{path}: the string is shorter than {length}.";
        }
        if (value?.GetValueKind() is JsonValueKind.Number && !InRange(value.Deserialize<double>(), rules))
            yield return $"{path}: {value} is out of range.";
    }

    private static bool InRange(double number, JsonObject rules) =>
        (rules["minimum"] is not { } minimum || number >= (double)minimum) && (rules["maximum"] is not { } maximum || number <= (double)maximum)
        && (rules["exclusiveMinimum"] is not { } above || number > (double)above) && (rules["exclusiveMaximum"] is not { } below || number < (double)below);

    private IEnumerable<string> CheckAlternatives(JsonNode? value, JsonObject rules, string path)
    {
        foreach (var error in (rules["allOf"]?.AsArray() ?? []).SelectMany(schema => Check(value, schema!, path)))
            yield return error;
        foreach (var keyword in (string[])["anyOf", "oneOf"])
        {
            if (rules[keyword] is not JsonArray alternatives)
                continue;
            string[][] results = [.. alternatives.Select(schema => Check(value, schema!, path).ToArray())];
            var matching = results.Count(result => result.Length == 0);
            if (matching == 0 || (keyword == "oneOf" && matching > 1))
                yield return $"{path}: {matching} of {alternatives.Count} alternatives match: {string.Join(" | ", results.SelectMany(result => result))}";
        }
    }

    private IEnumerable<string> CheckObject(JsonObject map, JsonObject rules, string path)
    {
        foreach (var name in (rules["required"]?.AsArray() ?? []).Select(name => (string)name!).Where(name => !map.ContainsKey(name)))
            yield return $"{path}: {name} is missing.";
        foreach ((var name, var value) in map)
        {
            var schema = rules["properties"]?[name] ?? rules["additionalProperties"];
            if (schema is JsonObject)
            {
                foreach (var error in Check(value, schema, $"{path}.{name}"))
                    yield return error;
            }
            else if (schema?.GetValueKind() is JsonValueKind.False)
            {
                yield return $"{path}: {name} is unknown.";
            }
        }
    }

    private static bool HasType(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() is JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() is JsonValueKind.Number,
        "integer" => value?.GetValueKind() is JsonValueKind.Number && value.Deserialize<double>() % 1 == 0,
        _ => throw new NotSupportedException(type),
    };
}

using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace Vernier.AspNetCore.Configuration;

/// <summary>Checks the validation attributes of options, of their sections and of the entries of lists, and <see cref="IValidatableObject"/>.</summary>
/// <param name="failures">Holds the failures of binding, and receives those of the rules.</param>
[RequiresUnreferencedCode(ValidatedOptions.Reflection)]
[RequiresDynamicCode(ValidatedOptions.Reflection)]
internal sealed class OptionRules(List<OptionFailure> failures)
{
    // A property that could not be bound has its default, which may violate a rule and would hide the cause.
    private readonly List<OptionFailure> _unbound = [.. failures.Where(f => f.Kind != OptionFailureKind.UnknownKey)];

    public void Check(object options, string path)
    {
        foreach (var property in OptionType.Of(options.GetType()).Properties)
        {
            var key = Join(path, property.Key);
            var value = property.Property.GetValue(options);
            CheckAttributes(options, property, key, value);
            CheckEntries(key, property.Property.PropertyType, value);
        }
        if (options is IValidatableObject validatable)
            CheckObject(validatable, path);
    }

    private void CheckAttributes(object options, OptionProperty property, string key, object? value)
    {
        // An optional secret is null if it is not set: the value of a variable that is empty must not turn authentication off.
        if (property is { IsSecret: true, IsOptional: true } && value is string text && string.IsNullOrWhiteSpace(text))
        {
            Add(new OptionFailure(key, null, "must not be empty; remove the key if it is not needed", OptionFailureKind.MissingValue));
            return;
        }
        var context = new ValidationContext(options, key, null, null) { MemberName = property.Property.Name };
        foreach (var attribute in property.Rules)
        {
            if (attribute.GetValidationResult(value, context) is { } result)
            {
                var kind = attribute is RequiredAttribute ? OptionFailureKind.MissingValue : OptionFailureKind.InvalidValue;
                Add(new OptionFailure(key, Show(property, value), OptionText.Rule(attribute, result), kind));
                return;
            }
        }
    }

    private void CheckEntries(string key, Type type, object? value)
    {
        if (value is null)
            return;
        if (OptionType.IsSection(type))
        {
            Check(value, key);
        }
        else if (OptionType.ListItem(type) is { } item && OptionType.IsSection(item))
        {
            foreach ((var index, var entry) in ((IEnumerable)value).Cast<object>().Index())
                Check(entry, $"{key}:{index}");
        }
        else if (OptionType.NamedItem(type) is { } named && OptionType.IsSection(named))
        {
            // IReadOnlyDictionary<string, T> of any T is an IEnumerable of pairs, but not necessarily an IDictionary.
            foreach (var pair in (IEnumerable)value)
            {
                var pairType = pair.GetType();
                Check(pairType.GetProperty("Value")!.GetValue(pair)!, $"{key}:{pairType.GetProperty("Key")!.GetValue(pair)}");
            }
        }
    }

    private void CheckObject(IValidatableObject options, string path)
    {
        foreach (var result in options.Validate(new ValidationContext(options, path.Length == 0 ? options.GetType().Name : path, null, null)))
        {
            if (result is RuleViolation violation)
            {
                var key = Join(path, OptionType.KeyOf(options.GetType(), violation.Path));
                var property = violation.Path.Count == 1 ? OptionType.Of(options.GetType()).Properties.FirstOrDefault(p => p.Property.Name == violation.Path[0]) : null;
                var value = violation.Value ?? (property is null ? null : Show(property, property.Property.GetValue(options)));
                Add(new OptionFailure(key, violation.Kind == OptionFailureKind.InvalidValue ? value : null, violation.Rule, violation.Kind));
            }
            else
            {
                var keys = result.MemberNames.Select(name => OptionType.KeyOf(options.GetType(), [name]));
                Add(new OptionFailure(Join(path, string.Join(", ", keys)), null, result.ErrorMessage?.TrimEnd('.') ?? "is not valid"));
            }
        }
    }

    private void Add(OptionFailure failure)
    {
        if (!_unbound.Any(u => IsAtOrBelow(u.Key, failure.Key) || IsAtOrBelow(failure.Key, u.Key)))
            failures.Add(failure);
    }

    private static bool IsAtOrBelow(string key, string parent) =>
        key.StartsWith(parent, StringComparison.OrdinalIgnoreCase) && (key.Length == parent.Length || key[parent.Length] == ':');

    private static string? Show(OptionProperty property, object? value) =>
        OptionText.Format(value) is { } text ? property.IsSecret ? OptionText.Redacted : text : null;

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";
}

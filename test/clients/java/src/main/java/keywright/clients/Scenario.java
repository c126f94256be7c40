package keywright.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** One scenario: its steps, and the variables that live as long as it does. */
final class Scenario {
  private final JsonObject scenario;
  private final Client client;
  private final Client wrongSecret;
  private final Values variables = new Values();

  Scenario(JsonObject scenario, Client client, Client wrongSecret) {
    this.scenario = scenario;
    this.client = client;
    this.wrongSecret = wrongSecret;
  }

  /** Runs it, and gives the line that the driver writes. */
  JsonObject run() {
    Set<String> calls = new LinkedHashSet<>();
    Set<String> lacks = lacks();
    String failure = lacks.isEmpty() ? failure(calls) : null;
    JsonObject line = new JsonObject();
    line.add("scenario", scenario.get("name"));
    line.add("calls", names(calls));
    line.add("lacks", names(lacks));
    line.add("failure", failure == null ? JsonNull.INSTANCE : new JsonPrimitive(failure));
    return line;
  }

  private Set<String> lacks() {
    Set<String> lacks = new LinkedHashSet<>();
    for (JsonElement step : scenario.getAsJsonArray("steps")) {
      JsonElement operation = step.getAsJsonObject().get("call");
      if (operation != null && !client.has(operation.getAsString())) lacks.add(operation.getAsString());
    }
    return lacks;
  }

  private String failure(Set<String> calls) {
    int number = 0;
    for (JsonElement element : scenario.getAsJsonArray("steps")) {
      number++;
      JsonObject step = element.getAsJsonObject();
      boolean isCall = step.has("call");
      String name = step.get(isCall ? "call" : "compute").getAsString();
      try {
        if (isCall) call(name, step);
        else compute(name, step);
      } catch (Exception e) {
        return "step " + number + ", " + name + ": " + e;
      }
      if (isCall) calls.add(name);
    }
    return null;
  }

  private void call(String operation, JsonObject step) throws Exception {
    Client caller = step.has("as") ? wrongSecret : client;
    JsonElement answer;
    try {
      answer = caller.call(operation, variables.fillIn(step.get("input")).getAsJsonObject());
    } catch (Client.Refusal refusal) {
      if (step.has("error") && refusal.is(step.get("error").getAsString(), step.get("status").getAsString())) return;
      throw refusal;
    }
    if (step.has("error")) throw new Mismatch("done, and " + step.get("error") + " was expected");
    for (Map.Entry<String, JsonElement> expected : fields(step, "expect")) {
      match(expected.getKey(), Values.at(answer, expected.getKey()), expected.getValue());
    }
    for (Map.Entry<String, JsonElement> kept : fields(step, "keep")) {
      JsonElement value = Values.at(answer, kept.getValue().getAsString());
      if (value == null) throw new Mismatch("no " + kept.getValue() + " in " + answer);
      variables.set(kept.getKey(), value);
    }
  }

  private void compute(String function, JsonObject step) throws Exception {
    JsonElement result = Compute.call(function, variables.fillIn(step.get("with")).getAsJsonObject());
    if (step.has("keep")) variables.set(step.get("keep").getAsString(), result);
    if (step.has("expect")) match("the result", result, step.get("expect"));
  }

  private void match(String what, JsonElement value, JsonElement expected) throws Mismatch {
    JsonElement filledIn = variables.fillIn(expected);
    if (!Values.same(value, filledIn)) throw new Mismatch(what + " is " + value + " and not " + filledIn);
  }

  private static Iterable<Map.Entry<String, JsonElement>> fields(JsonObject step, String name) {
    return step.has(name) ? step.getAsJsonObject(name).entrySet() : Set.of();
  }

  private static JsonArray names(Set<String> names) {
    JsonArray array = new JsonArray();
    names.forEach(array::add);
    return array;
  }

  /** The client did something else than the scenario says. */
  private static final class Mismatch extends Exception {
    Mismatch(String message) {
      super(message);
    }

    @Override
    public String toString() {
      return getMessage();
    }
  }
}

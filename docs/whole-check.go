// Whole check of unpacked bundles: every rule of the entries, keys, chains, tree and signatures, in Go and without our program.
// It needs golang.org/x/mod (signed notes and the tree) and the standard library. It leaves out Unicode NFC, the schemas of bodies, and
// whether the signatures of witnesses that are there are enough: docs/check-a-bundle.md says how to use it.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type object = map[string]any

const (
	eventType  = "application/vnd.safeconduct.event.v1+json"
	enrolType  = "application/vnd.safeconduct.enrolment.v1+json"
	rootsType  = "application/vnd.safeconduct.roots.v1+json"
	maxInteger = 1<<53 - 1
)

var (
	leafForm = regexp.MustCompile(`^\{"payload":"([A-Za-z0-9+/=]+)","payloadType":"` + regexp.QuoteMeta(eventType) +
		`","recorded":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)","signatures":\[\{"keyid":"[0-9a-f]{64}","sig":"([A-Za-z0-9+/]{86}==)"\}\]\}$`)
	keyForm  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	whole    = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)
	nameForm = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)
	idForm   = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	timeForm = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
	refused  = regexp.MustCompile("[\x00-\x1f\x7f-\u009f\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
	strict   = base64.StdEncoding.Strict()
)

// main checks each bundle folder named and prints one line for it. Anything malformed ends in a panic, which is a verdict too.
func main() {
	for _, dir := range os.Args[1:] {
		fmt.Println(dir, verdict(dir))
	}
}

func verdict(dir string) (said string) {
	defer func() {
		if problem := recover(); problem != nil {
			said = fmt.Sprint("DISPROVED: ", problem)
		}
	}()
	return "holds together; founding " + check(dir)
}

func require(ok bool, what string) {
	if !ok {
		panic(errors.New(what))
	}
}

func must[T any](value T, err error) T {
	require(err == nil, fmt.Sprint(err))
	return value
}

// canonical writes a decoded JSON value in its one form, and refuses what the profile does not allow.
func canonical(value any, depth int) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		n := must(v.Int64())
		require(whole.MatchString(v.String()) && -maxInteger <= n && n <= maxInteger, "not a whole number")
		return v.String()
	case string:
		require(utf8.ValidString(v) && !refused.MatchString(v), "a text outside the profile")
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v) + `"`
	case []any:
		require(depth <= 16, "too deep")
		parts := []string{}
		for _, item := range v {
			parts = append(parts, canonical(item, depth+1))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	require(depth <= 16, "too deep")
	v := value.(object)
	names := []string{}
	for name := range v {
		require(keyForm.MatchString(name), "a key outside the profile")
		names = append(names, name)
	}
	sort.Strings(names)
	for i, name := range names {
		names[i] = `"` + name + `":` + canonical(v[name], depth+1)
	}
	return "{" + strings.Join(names, ",") + "}"
}

func decode(data []byte) object {
	require(len(data) <= 32*1024, "a payload too long")
	reader := json.NewDecoder(bytes.NewReader(data))
	reader.UseNumber()
	var value object
	require(reader.Decode(&value) == nil && value != nil, "a payload that is no object")
	require(canonical(value, 1) == string(data), "a payload that is not canonical")
	return value
}

func pae(kind, payload string) []byte {
	return []byte(fmt.Sprintf("DSSEv1 %d %s %d %s", len(kind), kind, len(payload), payload))
}

func keyID(public []byte) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:])
}

var judged = map[string]bool{}

// enrollable remembers what sound says of a key.
func enrollable(public []byte) bool {
	known, is := judged[string(public)]
	if !is {
		known = sound(public)
		judged[string(public)] = known
	}
	return known
}

// sound says whether 32 bytes are the canonical form of a point in the prime-order group, other than its neutral element.
func sound(public []byte) bool {
	if len(public) != 32 {
		return false
	}
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	mod := func(x *big.Int) *big.Int { return x.Mod(x, p) }
	mul := func(a, b *big.Int) *big.Int { return mod(new(big.Int).Mul(a, b)) }
	d := mul(big.NewInt(-121665), new(big.Int).ModInverse(big.NewInt(121666), p))
	reversed := make([]byte, 32)
	for i, b := range public {
		reversed[31-i] = b
	}
	sign := uint(reversed[0] >> 7)
	reversed[0] &= 127
	y := new(big.Int).SetBytes(reversed)
	if y.Cmp(p) >= 0 {
		return false
	}
	one := big.NewInt(1)
	yy := mul(y, y)
	xx := mul(new(big.Int).Sub(yy, one), new(big.Int).ModInverse(mod(new(big.Int).Add(mul(d, yy), one)), p))
	x := new(big.Int).ModSqrt(mod(xx), p)
	if x == nil || x.Sign() == 0 {
		return false
	}
	if x.Bit(0) != sign {
		x.Sub(p, x)
	}
	type point struct{ x, y *big.Int }
	add := func(a, b point) point {
		xy, yx, xxp, yyp := mul(a.x, b.y), mul(a.y, b.x), mul(a.x, b.x), mul(a.y, b.y)
		t := mul(d, mul(xxp, yyp))
		up := mul(mod(new(big.Int).Add(xy, yx)), new(big.Int).ModInverse(mod(new(big.Int).Add(one, t)), p))
		left := mul(mod(new(big.Int).Add(yyp, xxp)), new(big.Int).ModInverse(mod(new(big.Int).Sub(one, t)), p))
		return point{up, left}
	}
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	result, base := point{big.NewInt(0), big.NewInt(1)}, point{x, y}
	for i := order.BitLen() - 1; i >= 0; i-- {
		if result = add(result, result); order.Bit(i) == 1 {
			result = add(result, base)
		}
	}
	return result.x.Sign() == 0 && result.y.Cmp(one) == 0
}

type key struct {
	public               []byte
	party, role, expires string
	scope                []any
	since, until         int64
}

type ring struct {
	deal      string
	keys      map[string]*key
	roots     map[string]string // party to key id
	threshold int
	version   int
	logs      []note.Verifier
	witnesses map[string][]byte // "name hint" to key
	changes   []int64
}

func text(value any) string { s, ok := value.(string); require(ok, "a text is missing"); return s }
func list(value any) []any  { l, ok := value.([]any); require(ok, "a list is missing"); return l }
func obj(value any) object  { o, ok := value.(object); require(ok, "an object is missing"); return o }
func number(value any) int  { return int(must(value.(json.Number).Int64())) }
func raw(value any) []byte  { return must(strict.DecodeString(text(value))) }

func (r *ring) put(public []byte, party, role string, since int64) string {
	require(enrollable(public), "an unsound key")
	_, known := r.keys[keyID(public)]
	require(!known, "one key in two roles")
	r.keys[keyID(public)] = &key{public: public, party: party, role: role, since: since, until: -1}
	return keyID(public)
}

func (r *ring) enrol(party string, body object, since int64) {
	public, fields := raw(body["public"]), object{"deal": r.deal, "party": party}
	for _, name := range []string{"expires", "public", "role", "scope"} {
		fields[name] = body[name]
	}
	role := text(body["role"])
	require(role == "author" || role == "device" || role == "reconstruction", "no role of a key")
	id := r.put(public, party, role, since)
	require(ed25519.Verify(public, pae(enrolType, canonical(fields, 1)), raw(body["proof"])), "no proof of possession")
	r.keys[id].scope = list(body["scope"])
	if body["expires"] != nil {
		r.keys[id].expires = text(body["expires"])
		require(timeForm.MatchString(r.keys[id].expires), "no time of expiry")
	}
}

func (r *ring) approved(body object, roots map[string]string) int {
	rest := object{}
	for name, value := range body {
		if name != "approvals" {
			rest[name] = value
		}
	}
	statement := pae(rootsType, canonical(object{"deal": r.deal, "roots": rest}, 1))
	found := map[string]bool{}
	for _, item := range list(body["approvals"]) {
		id := text(obj(item)["key"])
		for _, root := range roots {
			if id == root && ed25519.Verify(r.keys[id].public, statement, raw(obj(item)["sig"])) {
				found[id] = true
			}
		}
	}
	return len(found)
}

// setRoots takes in a founding, or a change that enough of the old and of the new roots approved.
func (r *ring) setRoots(body object, index int64) {
	require(number(body["version"]) == r.version+1, "not the next version of the roots")
	before, oldRoots, changed := r.keys, r.roots, r.version >= 0
	require(!changed || r.approved(body, oldRoots) >= r.threshold, "too few of the old roots approved")
	r.keys, r.roots, r.logs, r.witnesses = map[string]*key{}, map[string]string{}, nil, map[string][]byte{}
	for id, old := range before {
		if old.role == "author" || old.role == "device" || old.role == "reconstruction" {
			r.keys[id] = old
		}
	}
	for _, line := range list(body["policy"]) {
		words := strings.Fields(text(line))
		if words[0] == "log" {
			r.logs = append(r.logs, must(note.NewVerifier(words[1])))
			parts := strings.SplitN(words[1], "+", 3)
			r.put(must(strict.DecodeString(parts[2]))[1:], "", "log", index)
		} else if words[0] == "witness" {
			parts := strings.SplitN(words[2], "+", 3)
			public := must(strict.DecodeString(parts[2]))[1:]
			r.put(public, words[1], "witness", index)
			r.witnesses[parts[0]+" "+parts[1]] = public
		}
	}
	require(len(r.logs) == 1 && r.logs[0].Name() == r.deal, "not one log key of this record")
	for _, item := range list(body["parties"]) {
		party := obj(item)
		name := text(party["name"])
		require(nameForm.MatchString(name), "not a name of a party")
		r.roots[name] = r.put(raw(party["root"]), name, "root", index-1)
	}
	for _, item := range list(body["parties"]) {
		since := index
		if !changed {
			since = -1
		}
		for _, one := range list(obj(item)["keys"]) {
			r.enrol(text(obj(item)["name"]), obj(one), since)
		}
	}
	r.threshold, r.version = number(body["threshold"]), r.version+1
	require(1 <= r.threshold && r.threshold <= len(r.roots), "a threshold that cannot be met")
	added := map[string]string{}
	for name, id := range r.roots {
		if oldRoots[name] != id {
			added[name] = id
		}
	}
	needed := r.threshold
	if !changed {
		needed = len(r.roots)
	}
	require(r.approved(body, r.roots) >= needed && r.approved(body, added) == len(added), "too few of the new roots approved")
	for id, old := range before {
		now, kept := r.keys[id]
		if !kept {
			r.keys[id] = old
			now = old
			if old.until < 0 {
				old.until = index
			}
		}
		require(now.role == old.role, "one key in two roles")
		if _, in := r.roots[now.party]; !in && now.until < 0 {
			now.until = index
		}
	}
	r.changes = append(r.changes, index)
}

func (r *ring) apply(event object, index int64) {
	body, actor := obj(event["body"]), text(event["actor"])
	own := func(name string) *key {
		found := r.keys[name]
		require(found != nil && found.party == actor && found.until < 0, "not a live key of this party")
		require(found.role != "root" && found.role != "log" && found.role != "witness", "not a key to rotate or revoke")
		return found
	}
	switch event["type"] {
	case "record.founded", "roots.changed":
		r.setRoots(body, index)
	case "key.enrolled":
		r.enrol(actor, body, index)
	case "key.rotated":
		old := own(text(body["old"]))
		require(old.role == text(body["role"]) && canonical(old.scope, 1) == canonical(body["scope"], 1), "a rotation keeps role and scope")
		r.enrol(actor, body, index)
		old.until = index
	case "key.revoked":
		own(text(body["revoked"])).until = index
	}
}

func (r *ring) maySign(event object, index int64, recorded string) {
	signer, kind := r.keys[text(event["key"])], text(event["type"])
	require(signer != nil && signer.since < index, "a key not enrolled before this entry")
	require(signer.role != "log" && signer.role != "witness", "a key of another role")
	require(signer.until < 0 || signer.until >= index, "a revoked key")
	require(signer.expires == "" || recorded < signer.expires, "an expired key")
	require(signer.party == text(event["actor"]), "a key of another party")
	in := len(signer.scope) == 0
	for _, item := range signer.scope {
		in = in || item == kind
	}
	require(in, "a type outside the key's scope")
	if kind == "record.founded" || kind == "roots.changed" || strings.HasPrefix(kind, "key.") {
		body := obj(event["body"])
		require(signer.role == "root" || kind == "record.founded" || body["old"] == event["key"] || body["revoked"] == event["key"], "not led by a root")
		return
	}
	_, account := event["account"]
	require(signer.role != "root" && (signer.role == "reconstruction") == account, "a key for other entries")
}

func entry(dir string, n, size int64) []byte {
	data := must(os.ReadFile(fmt.Sprintf("%s/tile/entries/%s", dir, tileName(n/256, size))))
	for skip := n % 256; ; skip-- {
		length := int(binary.BigEndian.Uint16(data))
		if skip == 0 {
			return data[2 : 2+length]
		}
		data = data[2+length:]
	}
}

func tileName(tile, size int64) string {
	name := fmt.Sprintf("%03d", tile%1000)
	for tile >= 1000 {
		tile /= 1000
		name = fmt.Sprintf("x%03d/%s", tile%1000, name)
	}
	if rest := size % 256; tile == size/256 && rest != 0 {
		name += fmt.Sprintf(".p/%d", rest)
	}
	return name
}

type head struct {
	size      int64
	root, sig []byte
}

func check(dir string) (founding string) {
	data := must(os.ReadFile(dir + "/checkpoint"))
	signedText := data[:bytes.LastIndex(data, []byte("\n\n"))+1]
	lines := strings.Split(string(signedText), "\n")
	origin, size := lines[0], must(strconv.ParseInt(lines[1], 10, 64))
	r := &ring{deal: origin, keys: map[string]*key{}, roots: map[string]string{}, version: -1}
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (found []tlog.Hash, err error) {
		for _, i := range indexes {
			found = append(found, hashes[i])
		}
		return
	})
	chain, seen := map[string]string{}, []head{}
	for n := int64(0); n < size; n++ {
		leaf := entry(dir, n, size)
		hashes = append(hashes, must(tlog.StoredHashes(n, leaf, reader))...)
		parts := leafForm.FindSubmatch(leaf)
		require(parts != nil, "not an entry")
		payload, recorded, sig := must(strict.DecodeString(string(parts[1]))), string(parts[2]), must(strict.DecodeString(string(parts[3])))
		event := decode(payload)
		require(text(event["deal"]) == origin && idForm.MatchString(text(event["id"])), "of another record, or without an id")
		require((event["type"] == "record.founded") == (n == 0), "not founded once, at the beginning")
		if n == 0 {
			r.apply(event, 0)
			founding = keyID(payload)
		}
		r.maySign(event, n, recorded)
		require(ed25519.Verify(r.keys[text(event["key"])].public, pae(eventType, string(payload)), sig), "a false signature of an author")
		if n > 0 {
			r.apply(event, n)
		}
		nth, name := number(event["nth"]), keyID(payload)
		require(nth >= 0 && (nth == 0) == (event["prev"] == nil), "not a place in a chain")
		require(nth == 0 || chain[text(event["prev"])] == fmt.Sprint(event["key"], nth-1), "a gap in a chain")
		_, twice := chain[name]
		require(!twice, "the same event twice")
		chain[name] = fmt.Sprint(event["key"], nth)
		if one, is := event["seen"]; is {
			seen = append(seen, head{int64(number(obj(one)["size"])), must(hex.DecodeString(text(obj(one)["root"]))), raw(obj(one)["sig"])[4:]})
		}
	}
	_, err := os.Stat(dir + "/tile/entries/" + tileName(size/256, size+1))
	require(size%256 == 0 || err != nil, "more entries than the checkpoint says")
	require(must(tlog.TreeHash(size, reader)).String() == lines[2], "another root")
	opened := must(note.Open(data, note.VerifierList(r.logs...)))
	for _, line := range strings.Split(strings.TrimSuffix(string(data[len(signedText)+1:]), "\n"), "\n") {
		words := strings.Split(line, " ")
		blob := must(strict.DecodeString(words[2]))
		if public := r.witnesses[words[1]+" "+hex.EncodeToString(blob[:4])]; public != nil {
			message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(blob[4:12]), opened.Text)
			require(ed25519.Verify(public, []byte(message), blob[12:]), "a false signature of a witness")
		}
	}
	for _, one := range seen {
		if one.size <= size && one.size > 0 {
			root := must(tlog.TreeHash(one.size, reader))
			said := fmt.Sprintf("%s\n%d\n%s\n", origin, one.size, base64.StdEncoding.EncodeToString(one.root))
			require(bytes.Equal(root[:], one.root) || !r.logs[0].Verify([]byte(said), one.sig), "an author holds another past")
		}
	}
	return founding
}

// Generated from spec/proto by pbjs. Do not edit.
// @ts-nocheck
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["muniment"] || ($protobuf.roots["muniment"] = {});

export const muniment = $root.muniment = (() => {

    /**
     * Namespace muniment.
     * @exports muniment
     * @namespace
     */
    const muniment = {};

    muniment.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof muniment
         * @namespace
         */
        const v1 = {};

        /**
         * HeadKind enum.
         * @name muniment.v1.HeadKind
         * @enum {number}
         * @property {number} HEAD_KIND_UNSPECIFIED=0 HEAD_KIND_UNSPECIFIED value
         * @property {number} SNAPSHOT=1 SNAPSHOT value
         * @property {number} LINK=2 LINK value
         */
        v1.HeadKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "HEAD_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "SNAPSHOT"] = 1;
            values[valuesById[2] = "LINK"] = 2;
            return values;
        })();

        /**
         * EntryKind enum.
         * @name muniment.v1.EntryKind
         * @enum {number}
         * @property {number} ENTRY_KIND_UNSPECIFIED=0 ENTRY_KIND_UNSPECIFIED value
         * @property {number} FILE=1 FILE value
         * @property {number} DIRECTORY=2 DIRECTORY value
         * @property {number} SYMLINK=3 SYMLINK value
         * @property {number} HARD_LINK=4 HARD_LINK value
         */
        v1.EntryKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ENTRY_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "FILE"] = 1;
            values[valuesById[2] = "DIRECTORY"] = 2;
            values[valuesById[3] = "SYMLINK"] = 3;
            values[valuesById[4] = "HARD_LINK"] = 4;
            return values;
        })();

        /**
         * PackClass enum.
         * @name muniment.v1.PackClass
         * @enum {number}
         * @property {number} PACK_CLASS_UNSPECIFIED=0 PACK_CLASS_UNSPECIFIED value
         * @property {number} DATA=1 DATA value
         * @property {number} MEDIA=2 MEDIA value
         * @property {number} MANIFEST=3 MANIFEST value
         */
        v1.PackClass = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PACK_CLASS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "DATA"] = 1;
            values[valuesById[2] = "MEDIA"] = 2;
            values[valuesById[3] = "MANIFEST"] = 3;
            return values;
        })();

        /**
         * Compression enum.
         * @name muniment.v1.Compression
         * @enum {number}
         * @property {number} COMPRESSION_NONE=0 COMPRESSION_NONE value
         * @property {number} DEFLATE=1 DEFLATE value
         * @property {number} ZSTD=2 ZSTD value
         */
        v1.Compression = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "COMPRESSION_NONE"] = 0;
            values[valuesById[1] = "DEFLATE"] = 1;
            values[valuesById[2] = "ZSTD"] = 2;
            return values;
        })();

        /**
         * Chunker enum.
         * @name muniment.v1.Chunker
         * @enum {number}
         * @property {number} CHUNKER_NONE=0 CHUNKER_NONE value
         * @property {number} FIXED=1 FIXED value
         * @property {number} CONTENT=2 CONTENT value
         * @property {number} RECORD=3 RECORD value
         */
        v1.Chunker = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CHUNKER_NONE"] = 0;
            values[valuesById[1] = "FIXED"] = 1;
            values[valuesById[2] = "CONTENT"] = 2;
            values[valuesById[3] = "RECORD"] = 3;
            return values;
        })();

        /**
         * MarkKind enum.
         * @name muniment.v1.MarkKind
         * @enum {number}
         * @property {number} MARK_KIND_UNSPECIFIED=0 MARK_KIND_UNSPECIFIED value
         * @property {number} DELETE=1 DELETE value
         * @property {number} DAMAGED=2 DAMAGED value
         */
        v1.MarkKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "MARK_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "DELETE"] = 1;
            values[valuesById[2] = "DAMAGED"] = 2;
            return values;
        })();

        v1.Head = (function() {

            /**
             * Properties of a Head.
             * @typedef {Object} muniment.v1.Head.$Properties
             * @property {Uint8Array|null} [stable] Head stable
             * @property {number|null} [revision] Head revision
             * @property {muniment.v1.Location.$Properties|null} [root] Head root
             * @property {number|null} [depth] Head depth
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Head.
             * @memberof muniment.v1
             * @interface IHead
             * @augments muniment.v1.Head.$Properties
             * @deprecated Use muniment.v1.Head.$Properties instead.
             */

            /**
             * Shape of a Head.
             * @typedef {muniment.v1.Head.$Properties} muniment.v1.Head.$Shape
             */

            /**
             * Constructs a new Head.
             * @memberof muniment.v1
             * @classdesc Represents a Head.
             * @constructor
             * @param {muniment.v1.Head.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Head = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Head stable.
             * @member {Uint8Array} stable
             * @memberof muniment.v1.Head
             * @instance
             */
            Head.prototype.stable = $util.newBuffer([]);

            /**
             * Head revision.
             * @member {number} revision
             * @memberof muniment.v1.Head
             * @instance
             */
            Head.prototype.revision = 0;

            /**
             * Head root.
             * @member {muniment.v1.Location.$Properties|null|undefined} root
             * @memberof muniment.v1.Head
             * @instance
             */
            Head.prototype.root = null;

            /**
             * Head depth.
             * @member {number} depth
             * @memberof muniment.v1.Head
             * @instance
             */
            Head.prototype.depth = 0;

            /**
             * Encodes the specified Head message. Does not implicitly {@link muniment.v1.Head.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Head
             * @static
             * @param {muniment.v1.Head.$Properties} message Head message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Head.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.stable != null && $Object.hasOwnProperty.call(message, "stable") && message.stable.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.stable);
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && message.revision !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.revision);
                if (message.root != null && $Object.hasOwnProperty.call(message, "root"))
                    $root.muniment.v1.Location.encode(message.root, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.depth != null && $Object.hasOwnProperty.call(message, "depth") && message.depth !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.depth);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Head message, length delimited. Does not implicitly {@link muniment.v1.Head.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Head
             * @static
             * @param {muniment.v1.Head.$Properties} message Head message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Head.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Head message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Head
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Head & muniment.v1.Head.$Shape} Head
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Head.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Head();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.stable = value;
                            else
                                delete message.stable;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.root = $root.muniment.v1.Location.decode(reader, reader.size(), $undefined, _depth + 1, message.root);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.depth = value;
                            else
                                delete message.depth;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Head message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Head
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Head & muniment.v1.Head.$Shape} Head
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Head.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Head
             * @function getTypeUrl
             * @memberof muniment.v1.Head
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Head.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Head";
            };

            return Head;
        })();

        v1.HeadStable = (function() {

            /**
             * Properties of a HeadStable.
             * @typedef {Object} muniment.v1.HeadStable.$Properties
             * @property {number|null} [formatVersion] HeadStable formatVersion
             * @property {Array.<number>|null} [criticalFeatures] HeadStable criticalFeatures
             * @property {Uint8Array|null} [archiveId] HeadStable archiveId
             * @property {muniment.v1.HeadKind|null} [kind] HeadStable kind
             * @property {number|Long|null} [sequence] HeadStable sequence
             * @property {Array.<Uint8Array>|null} [parents] HeadStable parents
             * @property {Array.<muniment.v1.DeviceCount.$Properties>|null} [clock] HeadStable clock
             * @property {Array.<Uint8Array>|null} [endorsed] HeadStable endorsed
             * @property {Uint8Array|null} [entriesDigest] HeadStable entriesDigest
             * @property {number|Long|null} [keyringGeneration] HeadStable keyringGeneration
             * @property {Uint8Array|null} [keyringHash] HeadStable keyringHash
             * @property {muniment.v1.Totals.$Properties|null} [totals] HeadStable totals
             * @property {Uint8Array|null} [deviceId] HeadStable deviceId
             * @property {string|null} [deviceName] HeadStable deviceName
             * @property {number|Long|null} [timeMs] HeadStable timeMs
             * @property {Array.<string>|null} [tags] HeadStable tags
             * @property {Array.<muniment.v1.Root.$Properties>|null} [roots] HeadStable roots
             * @property {Uint8Array|null} [replaces] HeadStable replaces
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HeadStable.
             * @memberof muniment.v1
             * @interface IHeadStable
             * @augments muniment.v1.HeadStable.$Properties
             * @deprecated Use muniment.v1.HeadStable.$Properties instead.
             */

            /**
             * Shape of a HeadStable.
             * @typedef {muniment.v1.HeadStable.$Properties} muniment.v1.HeadStable.$Shape
             */

            /**
             * Constructs a new HeadStable.
             * @memberof muniment.v1
             * @classdesc Represents a HeadStable.
             * @constructor
             * @param {muniment.v1.HeadStable.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HeadStable = function (properties) {
                this.criticalFeatures = [];
                this.parents = [];
                this.clock = [];
                this.endorsed = [];
                this.tags = [];
                this.roots = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HeadStable formatVersion.
             * @member {number} formatVersion
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.formatVersion = 0;

            /**
             * HeadStable criticalFeatures.
             * @member {Array.<number>} criticalFeatures
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.criticalFeatures = $util.emptyArray;

            /**
             * HeadStable archiveId.
             * @member {Uint8Array} archiveId
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.archiveId = $util.newBuffer([]);

            /**
             * HeadStable kind.
             * @member {muniment.v1.HeadKind} kind
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.kind = 0;

            /**
             * HeadStable sequence.
             * @member {number|Long} sequence
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HeadStable parents.
             * @member {Array.<Uint8Array>} parents
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.parents = $util.emptyArray;

            /**
             * HeadStable clock.
             * @member {Array.<muniment.v1.DeviceCount.$Properties>} clock
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.clock = $util.emptyArray;

            /**
             * HeadStable endorsed.
             * @member {Array.<Uint8Array>} endorsed
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.endorsed = $util.emptyArray;

            /**
             * HeadStable entriesDigest.
             * @member {Uint8Array} entriesDigest
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.entriesDigest = $util.newBuffer([]);

            /**
             * HeadStable keyringGeneration.
             * @member {number|Long} keyringGeneration
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.keyringGeneration = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HeadStable keyringHash.
             * @member {Uint8Array} keyringHash
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.keyringHash = $util.newBuffer([]);

            /**
             * HeadStable totals.
             * @member {muniment.v1.Totals.$Properties|null|undefined} totals
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.totals = null;

            /**
             * HeadStable deviceId.
             * @member {Uint8Array} deviceId
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.deviceId = $util.newBuffer([]);

            /**
             * HeadStable deviceName.
             * @member {string} deviceName
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.deviceName = "";

            /**
             * HeadStable timeMs.
             * @member {number|Long} timeMs
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HeadStable tags.
             * @member {Array.<string>} tags
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.tags = $util.emptyArray;

            /**
             * HeadStable roots.
             * @member {Array.<muniment.v1.Root.$Properties>} roots
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.roots = $util.emptyArray;

            /**
             * HeadStable replaces.
             * @member {Uint8Array} replaces
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.replaces = $util.newBuffer([]);

            /**
             * Encodes the specified HeadStable message. Does not implicitly {@link muniment.v1.HeadStable.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.HeadStable
             * @static
             * @param {muniment.v1.HeadStable.$Properties} message HeadStable message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HeadStable.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.formatVersion != null && $Object.hasOwnProperty.call(message, "formatVersion") && message.formatVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.formatVersion);
                if (message.criticalFeatures != null && message.criticalFeatures.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.criticalFeatures);
                if (message.archiveId != null && $Object.hasOwnProperty.call(message, "archiveId") && message.archiveId.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.archiveId);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.kind);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.sequence);
                if (message.parents != null && message.parents.length)
                    for (let i = 0; i < message.parents.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.parents[i]);
                if (message.clock != null && message.clock.length)
                    for (let i = 0; i < message.clock.length; ++i)
                        $root.muniment.v1.DeviceCount.encode(message.clock[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.endorsed != null && message.endorsed.length)
                    for (let i = 0; i < message.endorsed.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.endorsed[i]);
                if (message.entriesDigest != null && $Object.hasOwnProperty.call(message, "entriesDigest") && message.entriesDigest.length)
                    writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.entriesDigest);
                if (message.keyringGeneration != null && $Object.hasOwnProperty.call(message, "keyringGeneration") && (typeof message.keyringGeneration === "object" ? message.keyringGeneration.low || message.keyringGeneration.high : message.keyringGeneration !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.keyringGeneration);
                if (message.keyringHash != null && $Object.hasOwnProperty.call(message, "keyringHash") && message.keyringHash.length)
                    writer.uint32(/* id 11, wireType 2 =*/90).bytes(message.keyringHash);
                if (message.totals != null && $Object.hasOwnProperty.call(message, "totals"))
                    $root.muniment.v1.Totals.encode(message.totals, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId.length)
                    writer.uint32(/* id 13, wireType 2 =*/106).bytes(message.deviceId);
                if (message.deviceName != null && $Object.hasOwnProperty.call(message, "deviceName") && message.deviceName !== "")
                    writer.uint32(/* id 14, wireType 2 =*/114).string(message.deviceName);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 15, wireType 0 =*/120).uint64(message.timeMs);
                if (message.tags != null && message.tags.length)
                    for (let i = 0; i < message.tags.length; ++i)
                        writer.uint32(/* id 16, wireType 2 =*/130).string(message.tags[i]);
                if (message.roots != null && message.roots.length)
                    for (let i = 0; i < message.roots.length; ++i)
                        $root.muniment.v1.Root.encode(message.roots[i], writer.uint32(/* id 17, wireType 2 =*/138).fork(), _depth + 1).ldelim();
                if (message.replaces != null && $Object.hasOwnProperty.call(message, "replaces") && message.replaces.length)
                    writer.uint32(/* id 18, wireType 2 =*/146).bytes(message.replaces);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified HeadStable message, length delimited. Does not implicitly {@link muniment.v1.HeadStable.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.HeadStable
             * @static
             * @param {muniment.v1.HeadStable.$Properties} message HeadStable message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HeadStable.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a HeadStable message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.HeadStable
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.HeadStable & muniment.v1.HeadStable.$Shape} HeadStable
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HeadStable.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.HeadStable();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.formatVersion = value;
                            else
                                delete message.formatVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType === 2) {
                                if (!(message.criticalFeatures && message.criticalFeatures.length))
                                    message.criticalFeatures = [];
                                reader.uint32s(message.criticalFeatures);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.criticalFeatures && message.criticalFeatures.length))
                                message.criticalFeatures = [];
                            message.criticalFeatures.push(reader.uint32());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.archiveId = value;
                            else
                                delete message.archiveId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.parents && message.parents.length))
                                message.parents = [];
                            message.parents.push(reader.bytes());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.clock && message.clock.length))
                                message.clock = [];
                            message.clock.push($root.muniment.v1.DeviceCount.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.endorsed && message.endorsed.length))
                                message.endorsed = [];
                            message.endorsed.push(reader.bytes());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.entriesDigest = value;
                            else
                                delete message.entriesDigest;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.keyringGeneration = value;
                            else
                                delete message.keyringGeneration;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyringHash = value;
                            else
                                delete message.keyringHash;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.totals = $root.muniment.v1.Totals.decode(reader, reader.size(), $undefined, _depth + 1, message.totals);
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.deviceName = value;
                            else
                                delete message.deviceName;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if (!(message.tags && message.tags.length))
                                message.tags = [];
                            message.tags.push(reader.stringVerify());
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            if (!(message.roots && message.roots.length))
                                message.roots = [];
                            message.roots.push($root.muniment.v1.Root.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.replaces = value;
                            else
                                delete message.replaces;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a HeadStable message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.HeadStable
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.HeadStable & muniment.v1.HeadStable.$Shape} HeadStable
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HeadStable.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for HeadStable
             * @function getTypeUrl
             * @memberof muniment.v1.HeadStable
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            HeadStable.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.HeadStable";
            };

            return HeadStable;
        })();

        v1.DeviceCount = (function() {

            /**
             * Properties of a DeviceCount.
             * @typedef {Object} muniment.v1.DeviceCount.$Properties
             * @property {Uint8Array|null} [deviceId] DeviceCount deviceId
             * @property {number|Long|null} [count] DeviceCount count
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DeviceCount.
             * @memberof muniment.v1
             * @interface IDeviceCount
             * @augments muniment.v1.DeviceCount.$Properties
             * @deprecated Use muniment.v1.DeviceCount.$Properties instead.
             */

            /**
             * Shape of a DeviceCount.
             * @typedef {muniment.v1.DeviceCount.$Properties} muniment.v1.DeviceCount.$Shape
             */

            /**
             * Constructs a new DeviceCount.
             * @memberof muniment.v1
             * @classdesc Represents a DeviceCount.
             * @constructor
             * @param {muniment.v1.DeviceCount.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DeviceCount = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DeviceCount deviceId.
             * @member {Uint8Array} deviceId
             * @memberof muniment.v1.DeviceCount
             * @instance
             */
            DeviceCount.prototype.deviceId = $util.newBuffer([]);

            /**
             * DeviceCount count.
             * @member {number|Long} count
             * @memberof muniment.v1.DeviceCount
             * @instance
             */
            DeviceCount.prototype.count = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified DeviceCount message. Does not implicitly {@link muniment.v1.DeviceCount.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.DeviceCount
             * @static
             * @param {muniment.v1.DeviceCount.$Properties} message DeviceCount message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceCount.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.deviceId);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && (typeof message.count === "object" ? message.count.low || message.count.high : message.count !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.count);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified DeviceCount message, length delimited. Does not implicitly {@link muniment.v1.DeviceCount.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.DeviceCount
             * @static
             * @param {muniment.v1.DeviceCount.$Properties} message DeviceCount message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceCount.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a DeviceCount message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.DeviceCount
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.DeviceCount & muniment.v1.DeviceCount.$Shape} DeviceCount
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceCount.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.DeviceCount();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a DeviceCount message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.DeviceCount
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.DeviceCount & muniment.v1.DeviceCount.$Shape} DeviceCount
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceCount.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for DeviceCount
             * @function getTypeUrl
             * @memberof muniment.v1.DeviceCount
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            DeviceCount.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.DeviceCount";
            };

            return DeviceCount;
        })();

        v1.Totals = (function() {

            /**
             * Properties of a Totals.
             * @typedef {Object} muniment.v1.Totals.$Properties
             * @property {number|Long|null} [files] Totals files
             * @property {number|Long|null} [directories] Totals directories
             * @property {number|Long|null} [others] Totals others
             * @property {number|Long|null} [bytes] Totals bytes
             * @property {number|Long|null} [skipped] Totals skipped
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Totals.
             * @memberof muniment.v1
             * @interface ITotals
             * @augments muniment.v1.Totals.$Properties
             * @deprecated Use muniment.v1.Totals.$Properties instead.
             */

            /**
             * Shape of a Totals.
             * @typedef {muniment.v1.Totals.$Properties} muniment.v1.Totals.$Shape
             */

            /**
             * Constructs a new Totals.
             * @memberof muniment.v1
             * @classdesc Represents a Totals.
             * @constructor
             * @param {muniment.v1.Totals.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Totals = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Totals files.
             * @member {number|Long} files
             * @memberof muniment.v1.Totals
             * @instance
             */
            Totals.prototype.files = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Totals directories.
             * @member {number|Long} directories
             * @memberof muniment.v1.Totals
             * @instance
             */
            Totals.prototype.directories = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Totals others.
             * @member {number|Long} others
             * @memberof muniment.v1.Totals
             * @instance
             */
            Totals.prototype.others = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Totals bytes.
             * @member {number|Long} bytes
             * @memberof muniment.v1.Totals
             * @instance
             */
            Totals.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Totals skipped.
             * @member {number|Long} skipped
             * @memberof muniment.v1.Totals
             * @instance
             */
            Totals.prototype.skipped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Totals message. Does not implicitly {@link muniment.v1.Totals.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Totals
             * @static
             * @param {muniment.v1.Totals.$Properties} message Totals message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Totals.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.files != null && $Object.hasOwnProperty.call(message, "files") && (typeof message.files === "object" ? message.files.low || message.files.high : message.files !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.files);
                if (message.directories != null && $Object.hasOwnProperty.call(message, "directories") && (typeof message.directories === "object" ? message.directories.low || message.directories.high : message.directories !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.directories);
                if (message.others != null && $Object.hasOwnProperty.call(message, "others") && (typeof message.others === "object" ? message.others.low || message.others.high : message.others !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.others);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && (typeof message.bytes === "object" ? message.bytes.low || message.bytes.high : message.bytes !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.bytes);
                if (message.skipped != null && $Object.hasOwnProperty.call(message, "skipped") && (typeof message.skipped === "object" ? message.skipped.low || message.skipped.high : message.skipped !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.skipped);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Totals message, length delimited. Does not implicitly {@link muniment.v1.Totals.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Totals
             * @static
             * @param {muniment.v1.Totals.$Properties} message Totals message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Totals.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Totals message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Totals
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Totals & muniment.v1.Totals.$Shape} Totals
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Totals.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Totals();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.files = value;
                            else
                                delete message.files;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.directories = value;
                            else
                                delete message.directories;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.others = value;
                            else
                                delete message.others;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.skipped = value;
                            else
                                delete message.skipped;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Totals message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Totals
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Totals & muniment.v1.Totals.$Shape} Totals
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Totals.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Totals
             * @function getTypeUrl
             * @memberof muniment.v1.Totals
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Totals.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Totals";
            };

            return Totals;
        })();

        v1.Root = (function() {

            /**
             * Properties of a Root.
             * @typedef {Object} muniment.v1.Root.$Properties
             * @property {Uint8Array|null} [name] Root name
             * @property {Uint8Array|null} [source] Root source
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Root.
             * @memberof muniment.v1
             * @interface IRoot
             * @augments muniment.v1.Root.$Properties
             * @deprecated Use muniment.v1.Root.$Properties instead.
             */

            /**
             * Shape of a Root.
             * @typedef {muniment.v1.Root.$Properties} muniment.v1.Root.$Shape
             */

            /**
             * Constructs a new Root.
             * @memberof muniment.v1
             * @classdesc Represents a Root.
             * @constructor
             * @param {muniment.v1.Root.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Root = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Root name.
             * @member {Uint8Array} name
             * @memberof muniment.v1.Root
             * @instance
             */
            Root.prototype.name = $util.newBuffer([]);

            /**
             * Root source.
             * @member {Uint8Array} source
             * @memberof muniment.v1.Root
             * @instance
             */
            Root.prototype.source = $util.newBuffer([]);

            /**
             * Encodes the specified Root message. Does not implicitly {@link muniment.v1.Root.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Root
             * @static
             * @param {muniment.v1.Root.$Properties} message Root message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Root.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.name);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.source);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Root message, length delimited. Does not implicitly {@link muniment.v1.Root.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Root
             * @static
             * @param {muniment.v1.Root.$Properties} message Root message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Root.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Root message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Root
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Root & muniment.v1.Root.$Shape} Root
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Root.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Root();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Root message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Root
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Root & muniment.v1.Root.$Shape} Root
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Root.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Root
             * @function getTypeUrl
             * @memberof muniment.v1.Root
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Root.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Root";
            };

            return Root;
        })();

        v1.Location = (function() {

            /**
             * Properties of a Location.
             * @typedef {Object} muniment.v1.Location.$Properties
             * @property {muniment.v1.Pack.$Properties|null} [pack] Location pack
             * @property {muniment.v1.Block.$Properties|null} [block] Location block
             * @property {muniment.v1.ChunkRef.$Properties|null} [chunk] Location chunk
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Location.
             * @memberof muniment.v1
             * @interface ILocation
             * @augments muniment.v1.Location.$Properties
             * @deprecated Use muniment.v1.Location.$Properties instead.
             */

            /**
             * Shape of a Location.
             * @typedef {muniment.v1.Location.$Properties} muniment.v1.Location.$Shape
             */

            /**
             * Constructs a new Location.
             * @memberof muniment.v1
             * @classdesc Represents a Location.
             * @constructor
             * @param {muniment.v1.Location.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Location = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Location pack.
             * @member {muniment.v1.Pack.$Properties|null|undefined} pack
             * @memberof muniment.v1.Location
             * @instance
             */
            Location.prototype.pack = null;

            /**
             * Location block.
             * @member {muniment.v1.Block.$Properties|null|undefined} block
             * @memberof muniment.v1.Location
             * @instance
             */
            Location.prototype.block = null;

            /**
             * Location chunk.
             * @member {muniment.v1.ChunkRef.$Properties|null|undefined} chunk
             * @memberof muniment.v1.Location
             * @instance
             */
            Location.prototype.chunk = null;

            /**
             * Encodes the specified Location message. Does not implicitly {@link muniment.v1.Location.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Location
             * @static
             * @param {muniment.v1.Location.$Properties} message Location message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Location.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pack != null && $Object.hasOwnProperty.call(message, "pack"))
                    $root.muniment.v1.Pack.encode(message.pack, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.block != null && $Object.hasOwnProperty.call(message, "block"))
                    $root.muniment.v1.Block.encode(message.block, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk"))
                    $root.muniment.v1.ChunkRef.encode(message.chunk, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Location message, length delimited. Does not implicitly {@link muniment.v1.Location.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Location
             * @static
             * @param {muniment.v1.Location.$Properties} message Location message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Location.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Location message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Location
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Location & muniment.v1.Location.$Shape} Location
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Location.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Location();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.pack = $root.muniment.v1.Pack.decode(reader, reader.size(), $undefined, _depth + 1, message.pack);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.block = $root.muniment.v1.Block.decode(reader, reader.size(), $undefined, _depth + 1, message.block);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.chunk = $root.muniment.v1.ChunkRef.decode(reader, reader.size(), $undefined, _depth + 1, message.chunk);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Location message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Location
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Location & muniment.v1.Location.$Shape} Location
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Location.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Location
             * @function getTypeUrl
             * @memberof muniment.v1.Location
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Location.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Location";
            };

            return Location;
        })();

        v1.Pack = (function() {

            /**
             * Properties of a Pack.
             * @typedef {Object} muniment.v1.Pack.$Properties
             * @property {Uint8Array|null} [packId] Pack packId
             * @property {muniment.v1.PackClass|null} [packClass] Pack packClass
             * @property {number|null} [epoch] Pack epoch
             * @property {number|null} [sizeLog2] Pack sizeLog2
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Pack.
             * @memberof muniment.v1
             * @interface IPack
             * @augments muniment.v1.Pack.$Properties
             * @deprecated Use muniment.v1.Pack.$Properties instead.
             */

            /**
             * Shape of a Pack.
             * @typedef {muniment.v1.Pack.$Properties} muniment.v1.Pack.$Shape
             */

            /**
             * Constructs a new Pack.
             * @memberof muniment.v1
             * @classdesc Represents a Pack.
             * @constructor
             * @param {muniment.v1.Pack.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Pack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Pack packId.
             * @member {Uint8Array} packId
             * @memberof muniment.v1.Pack
             * @instance
             */
            Pack.prototype.packId = $util.newBuffer([]);

            /**
             * Pack packClass.
             * @member {muniment.v1.PackClass} packClass
             * @memberof muniment.v1.Pack
             * @instance
             */
            Pack.prototype.packClass = 0;

            /**
             * Pack epoch.
             * @member {number} epoch
             * @memberof muniment.v1.Pack
             * @instance
             */
            Pack.prototype.epoch = 0;

            /**
             * Pack sizeLog2.
             * @member {number} sizeLog2
             * @memberof muniment.v1.Pack
             * @instance
             */
            Pack.prototype.sizeLog2 = 0;

            /**
             * Encodes the specified Pack message. Does not implicitly {@link muniment.v1.Pack.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Pack
             * @static
             * @param {muniment.v1.Pack.$Properties} message Pack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.packId != null && $Object.hasOwnProperty.call(message, "packId") && message.packId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.packId);
                if (message.packClass != null && $Object.hasOwnProperty.call(message, "packClass") && message.packClass !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.packClass);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.epoch);
                if (message.sizeLog2 != null && $Object.hasOwnProperty.call(message, "sizeLog2") && message.sizeLog2 !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.sizeLog2);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Pack message, length delimited. Does not implicitly {@link muniment.v1.Pack.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Pack
             * @static
             * @param {muniment.v1.Pack.$Properties} message Pack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pack.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Pack message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Pack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Pack & muniment.v1.Pack.$Shape} Pack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pack.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Pack();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.packId = value;
                            else
                                delete message.packId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.packClass = value;
                            else
                                delete message.packClass;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sizeLog2 = value;
                            else
                                delete message.sizeLog2;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Pack message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Pack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Pack & muniment.v1.Pack.$Shape} Pack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pack.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Pack
             * @function getTypeUrl
             * @memberof muniment.v1.Pack
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Pack.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Pack";
            };

            return Pack;
        })();

        v1.Block = (function() {

            /**
             * Properties of a Block.
             * @typedef {Object} muniment.v1.Block.$Properties
             * @property {number|null} [pack] Block pack
             * @property {number|null} [offset] Block offset
             * @property {number|null} [storedLength] Block storedLength
             * @property {number|null} [rawLength] Block rawLength
             * @property {muniment.v1.Compression|null} [compression] Block compression
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Block.
             * @memberof muniment.v1
             * @interface IBlock
             * @augments muniment.v1.Block.$Properties
             * @deprecated Use muniment.v1.Block.$Properties instead.
             */

            /**
             * Shape of a Block.
             * @typedef {muniment.v1.Block.$Properties} muniment.v1.Block.$Shape
             */

            /**
             * Constructs a new Block.
             * @memberof muniment.v1
             * @classdesc Represents a Block.
             * @constructor
             * @param {muniment.v1.Block.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Block = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Block pack.
             * @member {number} pack
             * @memberof muniment.v1.Block
             * @instance
             */
            Block.prototype.pack = 0;

            /**
             * Block offset.
             * @member {number} offset
             * @memberof muniment.v1.Block
             * @instance
             */
            Block.prototype.offset = 0;

            /**
             * Block storedLength.
             * @member {number} storedLength
             * @memberof muniment.v1.Block
             * @instance
             */
            Block.prototype.storedLength = 0;

            /**
             * Block rawLength.
             * @member {number} rawLength
             * @memberof muniment.v1.Block
             * @instance
             */
            Block.prototype.rawLength = 0;

            /**
             * Block compression.
             * @member {muniment.v1.Compression} compression
             * @memberof muniment.v1.Block
             * @instance
             */
            Block.prototype.compression = 0;

            /**
             * Encodes the specified Block message. Does not implicitly {@link muniment.v1.Block.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Block
             * @static
             * @param {muniment.v1.Block.$Properties} message Block message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Block.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pack != null && $Object.hasOwnProperty.call(message, "pack") && message.pack !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.pack);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.offset);
                if (message.storedLength != null && $Object.hasOwnProperty.call(message, "storedLength") && message.storedLength !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.storedLength);
                if (message.rawLength != null && $Object.hasOwnProperty.call(message, "rawLength") && message.rawLength !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.rawLength);
                if (message.compression != null && $Object.hasOwnProperty.call(message, "compression") && message.compression !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).int32(message.compression);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Block message, length delimited. Does not implicitly {@link muniment.v1.Block.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Block
             * @static
             * @param {muniment.v1.Block.$Properties} message Block message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Block.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Block message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Block
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Block & muniment.v1.Block.$Shape} Block
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Block.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Block();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pack = value;
                            else
                                delete message.pack;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.storedLength = value;
                            else
                                delete message.storedLength;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rawLength = value;
                            else
                                delete message.rawLength;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.compression = value;
                            else
                                delete message.compression;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Block message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Block
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Block & muniment.v1.Block.$Shape} Block
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Block.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Block
             * @function getTypeUrl
             * @memberof muniment.v1.Block
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Block.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Block";
            };

            return Block;
        })();

        v1.ChunkRef = (function() {

            /**
             * Properties of a ChunkRef.
             * @typedef {Object} muniment.v1.ChunkRef.$Properties
             * @property {number|null} [block] ChunkRef block
             * @property {number|null} [offset] ChunkRef offset
             * @property {number|null} [length] ChunkRef length
             * @property {Uint8Array|null} [id] ChunkRef id
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ChunkRef.
             * @memberof muniment.v1
             * @interface IChunkRef
             * @augments muniment.v1.ChunkRef.$Properties
             * @deprecated Use muniment.v1.ChunkRef.$Properties instead.
             */

            /**
             * Shape of a ChunkRef.
             * @typedef {muniment.v1.ChunkRef.$Properties} muniment.v1.ChunkRef.$Shape
             */

            /**
             * Constructs a new ChunkRef.
             * @memberof muniment.v1
             * @classdesc Represents a ChunkRef.
             * @constructor
             * @param {muniment.v1.ChunkRef.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ChunkRef = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ChunkRef block.
             * @member {number} block
             * @memberof muniment.v1.ChunkRef
             * @instance
             */
            ChunkRef.prototype.block = 0;

            /**
             * ChunkRef offset.
             * @member {number} offset
             * @memberof muniment.v1.ChunkRef
             * @instance
             */
            ChunkRef.prototype.offset = 0;

            /**
             * ChunkRef length.
             * @member {number} length
             * @memberof muniment.v1.ChunkRef
             * @instance
             */
            ChunkRef.prototype.length = 0;

            /**
             * ChunkRef id.
             * @member {Uint8Array} id
             * @memberof muniment.v1.ChunkRef
             * @instance
             */
            ChunkRef.prototype.id = $util.newBuffer([]);

            /**
             * Encodes the specified ChunkRef message. Does not implicitly {@link muniment.v1.ChunkRef.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.ChunkRef
             * @static
             * @param {muniment.v1.ChunkRef.$Properties} message ChunkRef message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ChunkRef.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.block != null && $Object.hasOwnProperty.call(message, "block") && message.block !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.block);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.offset);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.length);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.id);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified ChunkRef message, length delimited. Does not implicitly {@link muniment.v1.ChunkRef.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.ChunkRef
             * @static
             * @param {muniment.v1.ChunkRef.$Properties} message ChunkRef message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ChunkRef.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a ChunkRef message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.ChunkRef
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.ChunkRef & muniment.v1.ChunkRef.$Shape} ChunkRef
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ChunkRef.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.ChunkRef();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.block = value;
                            else
                                delete message.block;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a ChunkRef message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.ChunkRef
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.ChunkRef & muniment.v1.ChunkRef.$Shape} ChunkRef
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ChunkRef.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for ChunkRef
             * @function getTypeUrl
             * @memberof muniment.v1.ChunkRef
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ChunkRef.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.ChunkRef";
            };

            return ChunkRef;
        })();

        v1.ManifestNode = (function() {

            /**
             * Properties of a ManifestNode.
             * @typedef {Object} muniment.v1.ManifestNode.$Properties
             * @property {Array.<muniment.v1.Pack.$Properties>|null} [packs] ManifestNode packs
             * @property {Array.<muniment.v1.Block.$Properties>|null} [blocks] ManifestNode blocks
             * @property {Array.<muniment.v1.Record.$Properties>|null} [records] ManifestNode records
             * @property {Array.<muniment.v1.Child.$Properties>|null} [children] ManifestNode children
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ManifestNode.
             * @memberof muniment.v1
             * @interface IManifestNode
             * @augments muniment.v1.ManifestNode.$Properties
             * @deprecated Use muniment.v1.ManifestNode.$Properties instead.
             */

            /**
             * Shape of a ManifestNode.
             * @typedef {muniment.v1.ManifestNode.$Properties} muniment.v1.ManifestNode.$Shape
             */

            /**
             * Constructs a new ManifestNode.
             * @memberof muniment.v1
             * @classdesc Represents a ManifestNode.
             * @constructor
             * @param {muniment.v1.ManifestNode.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ManifestNode = function (properties) {
                this.packs = [];
                this.blocks = [];
                this.records = [];
                this.children = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ManifestNode packs.
             * @member {Array.<muniment.v1.Pack.$Properties>} packs
             * @memberof muniment.v1.ManifestNode
             * @instance
             */
            ManifestNode.prototype.packs = $util.emptyArray;

            /**
             * ManifestNode blocks.
             * @member {Array.<muniment.v1.Block.$Properties>} blocks
             * @memberof muniment.v1.ManifestNode
             * @instance
             */
            ManifestNode.prototype.blocks = $util.emptyArray;

            /**
             * ManifestNode records.
             * @member {Array.<muniment.v1.Record.$Properties>} records
             * @memberof muniment.v1.ManifestNode
             * @instance
             */
            ManifestNode.prototype.records = $util.emptyArray;

            /**
             * ManifestNode children.
             * @member {Array.<muniment.v1.Child.$Properties>} children
             * @memberof muniment.v1.ManifestNode
             * @instance
             */
            ManifestNode.prototype.children = $util.emptyArray;

            /**
             * Encodes the specified ManifestNode message. Does not implicitly {@link muniment.v1.ManifestNode.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.ManifestNode
             * @static
             * @param {muniment.v1.ManifestNode.$Properties} message ManifestNode message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ManifestNode.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.packs != null && message.packs.length)
                    for (let i = 0; i < message.packs.length; ++i)
                        $root.muniment.v1.Pack.encode(message.packs[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.blocks != null && message.blocks.length)
                    for (let i = 0; i < message.blocks.length; ++i)
                        $root.muniment.v1.Block.encode(message.blocks[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.records != null && message.records.length)
                    for (let i = 0; i < message.records.length; ++i)
                        $root.muniment.v1.Record.encode(message.records[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.children != null && message.children.length)
                    for (let i = 0; i < message.children.length; ++i)
                        $root.muniment.v1.Child.encode(message.children[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified ManifestNode message, length delimited. Does not implicitly {@link muniment.v1.ManifestNode.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.ManifestNode
             * @static
             * @param {muniment.v1.ManifestNode.$Properties} message ManifestNode message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ManifestNode.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a ManifestNode message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.ManifestNode
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.ManifestNode & muniment.v1.ManifestNode.$Shape} ManifestNode
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ManifestNode.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.ManifestNode();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.packs && message.packs.length))
                                message.packs = [];
                            message.packs.push($root.muniment.v1.Pack.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.blocks && message.blocks.length))
                                message.blocks = [];
                            message.blocks.push($root.muniment.v1.Block.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.records && message.records.length))
                                message.records = [];
                            message.records.push($root.muniment.v1.Record.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.children && message.children.length))
                                message.children = [];
                            message.children.push($root.muniment.v1.Child.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a ManifestNode message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.ManifestNode
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.ManifestNode & muniment.v1.ManifestNode.$Shape} ManifestNode
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ManifestNode.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for ManifestNode
             * @function getTypeUrl
             * @memberof muniment.v1.ManifestNode
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ManifestNode.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.ManifestNode";
            };

            return ManifestNode;
        })();

        v1.Child = (function() {

            /**
             * Properties of a Child.
             * @typedef {Object} muniment.v1.Child.$Properties
             * @property {Uint8Array|null} [lastPath] Child lastPath
             * @property {muniment.v1.ChunkRef.$Properties|null} [chunk] Child chunk
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Child.
             * @memberof muniment.v1
             * @interface IChild
             * @augments muniment.v1.Child.$Properties
             * @deprecated Use muniment.v1.Child.$Properties instead.
             */

            /**
             * Shape of a Child.
             * @typedef {muniment.v1.Child.$Properties} muniment.v1.Child.$Shape
             */

            /**
             * Constructs a new Child.
             * @memberof muniment.v1
             * @classdesc Represents a Child.
             * @constructor
             * @param {muniment.v1.Child.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Child = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Child lastPath.
             * @member {Uint8Array} lastPath
             * @memberof muniment.v1.Child
             * @instance
             */
            Child.prototype.lastPath = $util.newBuffer([]);

            /**
             * Child chunk.
             * @member {muniment.v1.ChunkRef.$Properties|null|undefined} chunk
             * @memberof muniment.v1.Child
             * @instance
             */
            Child.prototype.chunk = null;

            /**
             * Encodes the specified Child message. Does not implicitly {@link muniment.v1.Child.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Child
             * @static
             * @param {muniment.v1.Child.$Properties} message Child message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Child.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.lastPath != null && $Object.hasOwnProperty.call(message, "lastPath") && message.lastPath.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.lastPath);
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk"))
                    $root.muniment.v1.ChunkRef.encode(message.chunk, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Child message, length delimited. Does not implicitly {@link muniment.v1.Child.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Child
             * @static
             * @param {muniment.v1.Child.$Properties} message Child message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Child.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Child message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Child
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Child & muniment.v1.Child.$Shape} Child
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Child.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Child();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.lastPath = value;
                            else
                                delete message.lastPath;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.chunk = $root.muniment.v1.ChunkRef.decode(reader, reader.size(), $undefined, _depth + 1, message.chunk);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Child message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Child
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Child & muniment.v1.Child.$Shape} Child
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Child.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Child
             * @function getTypeUrl
             * @memberof muniment.v1.Child
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Child.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Child";
            };

            return Child;
        })();

        v1.Record = (function() {

            /**
             * Properties of a Record.
             * @typedef {Object} muniment.v1.Record.$Properties
             * @property {Uint8Array|null} [entry] Record entry
             * @property {Array.<muniment.v1.Extent.$Properties>|null} [extents] Record extents
             * @property {Array.<muniment.v1.ChunkRef.$Properties>|null} [lists] Record lists
             * @property {muniment.v1.Chunker|null} [chunker] Record chunker
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Record.
             * @memberof muniment.v1
             * @interface IRecord
             * @augments muniment.v1.Record.$Properties
             * @deprecated Use muniment.v1.Record.$Properties instead.
             */

            /**
             * Shape of a Record.
             * @typedef {muniment.v1.Record.$Properties} muniment.v1.Record.$Shape
             */

            /**
             * Constructs a new Record.
             * @memberof muniment.v1
             * @classdesc Represents a Record.
             * @constructor
             * @param {muniment.v1.Record.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Record = function (properties) {
                this.extents = [];
                this.lists = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Record entry.
             * @member {Uint8Array} entry
             * @memberof muniment.v1.Record
             * @instance
             */
            Record.prototype.entry = $util.newBuffer([]);

            /**
             * Record extents.
             * @member {Array.<muniment.v1.Extent.$Properties>} extents
             * @memberof muniment.v1.Record
             * @instance
             */
            Record.prototype.extents = $util.emptyArray;

            /**
             * Record lists.
             * @member {Array.<muniment.v1.ChunkRef.$Properties>} lists
             * @memberof muniment.v1.Record
             * @instance
             */
            Record.prototype.lists = $util.emptyArray;

            /**
             * Record chunker.
             * @member {muniment.v1.Chunker} chunker
             * @memberof muniment.v1.Record
             * @instance
             */
            Record.prototype.chunker = 0;

            /**
             * Encodes the specified Record message. Does not implicitly {@link muniment.v1.Record.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Record
             * @static
             * @param {muniment.v1.Record.$Properties} message Record message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Record.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.entry != null && $Object.hasOwnProperty.call(message, "entry") && message.entry.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.entry);
                if (message.extents != null && message.extents.length)
                    for (let i = 0; i < message.extents.length; ++i)
                        $root.muniment.v1.Extent.encode(message.extents[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.lists != null && message.lists.length)
                    for (let i = 0; i < message.lists.length; ++i)
                        $root.muniment.v1.ChunkRef.encode(message.lists[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.chunker != null && $Object.hasOwnProperty.call(message, "chunker") && message.chunker !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.chunker);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Record message, length delimited. Does not implicitly {@link muniment.v1.Record.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Record
             * @static
             * @param {muniment.v1.Record.$Properties} message Record message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Record.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Record message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Record
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Record & muniment.v1.Record.$Shape} Record
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Record.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Record();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.entry = value;
                            else
                                delete message.entry;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.extents && message.extents.length))
                                message.extents = [];
                            message.extents.push($root.muniment.v1.Extent.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lists && message.lists.length))
                                message.lists = [];
                            message.lists.push($root.muniment.v1.ChunkRef.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.chunker = value;
                            else
                                delete message.chunker;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Record message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Record
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Record & muniment.v1.Record.$Shape} Record
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Record.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Record
             * @function getTypeUrl
             * @memberof muniment.v1.Record
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Record.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Record";
            };

            return Record;
        })();

        v1.Entry = (function() {

            /**
             * Properties of an Entry.
             * @typedef {Object} muniment.v1.Entry.$Properties
             * @property {Uint8Array|null} [path] Entry path
             * @property {muniment.v1.EntryKind|null} [kind] Entry kind
             * @property {number|null} [mode] Entry mode
             * @property {number|Long|null} [mtimeNs] Entry mtimeNs
             * @property {number|Long|null} [size] Entry size
             * @property {number|null} [uid] Entry uid
             * @property {number|null} [gid] Entry gid
             * @property {Uint8Array|null} [target] Entry target
             * @property {Uint8Array|null} [contentDigest] Entry contentDigest
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Entry.
             * @memberof muniment.v1
             * @interface IEntry
             * @augments muniment.v1.Entry.$Properties
             * @deprecated Use muniment.v1.Entry.$Properties instead.
             */

            /**
             * Shape of an Entry.
             * @typedef {muniment.v1.Entry.$Properties} muniment.v1.Entry.$Shape
             */

            /**
             * Constructs a new Entry.
             * @memberof muniment.v1
             * @classdesc Represents an Entry.
             * @constructor
             * @param {muniment.v1.Entry.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Entry = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Entry path.
             * @member {Uint8Array} path
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.path = $util.newBuffer([]);

            /**
             * Entry kind.
             * @member {muniment.v1.EntryKind} kind
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.kind = 0;

            /**
             * Entry mode.
             * @member {number} mode
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.mode = 0;

            /**
             * Entry mtimeNs.
             * @member {number|Long} mtimeNs
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.mtimeNs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Entry size.
             * @member {number|Long} size
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.size = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Entry uid.
             * @member {number} uid
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.uid = 0;

            /**
             * Entry gid.
             * @member {number} gid
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.gid = 0;

            /**
             * Entry target.
             * @member {Uint8Array} target
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.target = $util.newBuffer([]);

            /**
             * Entry contentDigest.
             * @member {Uint8Array} contentDigest
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.contentDigest = $util.newBuffer([]);

            /**
             * Encodes the specified Entry message. Does not implicitly {@link muniment.v1.Entry.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Entry
             * @static
             * @param {muniment.v1.Entry.$Properties} message Entry message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Entry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.path);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.kind);
                if (message.mode != null && $Object.hasOwnProperty.call(message, "mode") && message.mode !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.mode);
                if (message.mtimeNs != null && $Object.hasOwnProperty.call(message, "mtimeNs") && (typeof message.mtimeNs === "object" ? message.mtimeNs.low || message.mtimeNs.high : message.mtimeNs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).sint64(message.mtimeNs);
                if (message.size != null && $Object.hasOwnProperty.call(message, "size") && (typeof message.size === "object" ? message.size.low || message.size.high : message.size !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.size);
                if (message.uid != null && $Object.hasOwnProperty.call(message, "uid") && message.uid !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.uid);
                if (message.gid != null && $Object.hasOwnProperty.call(message, "gid") && message.gid !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.gid);
                if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target.length)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.target);
                if (message.contentDigest != null && $Object.hasOwnProperty.call(message, "contentDigest") && message.contentDigest.length)
                    writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.contentDigest);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Entry message, length delimited. Does not implicitly {@link muniment.v1.Entry.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Entry
             * @static
             * @param {muniment.v1.Entry.$Properties} message Entry message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Entry.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Entry message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Entry
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Entry & muniment.v1.Entry.$Shape} Entry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Entry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Entry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.mode = value;
                            else
                                delete message.mode;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.sint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mtimeNs = value;
                            else
                                delete message.mtimeNs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.size = value;
                            else
                                delete message.size;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.uid = value;
                            else
                                delete message.uid;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.gid = value;
                            else
                                delete message.gid;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.target = value;
                            else
                                delete message.target;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.contentDigest = value;
                            else
                                delete message.contentDigest;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Entry message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Entry
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Entry & muniment.v1.Entry.$Shape} Entry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Entry.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Entry
             * @function getTypeUrl
             * @memberof muniment.v1.Entry
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Entry.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Entry";
            };

            return Entry;
        })();

        v1.Extent = (function() {

            /**
             * Properties of an Extent.
             * @typedef {Object} muniment.v1.Extent.$Properties
             * @property {number|Long|null} [hole] Extent hole
             * @property {muniment.v1.ChunkRef.$Properties|null} [chunk] Extent chunk
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Extent.
             * @memberof muniment.v1
             * @interface IExtent
             * @augments muniment.v1.Extent.$Properties
             * @deprecated Use muniment.v1.Extent.$Properties instead.
             */

            /**
             * Shape of an Extent.
             * @typedef {muniment.v1.Extent.$Properties} muniment.v1.Extent.$Shape
             */

            /**
             * Constructs a new Extent.
             * @memberof muniment.v1
             * @classdesc Represents an Extent.
             * @constructor
             * @param {muniment.v1.Extent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Extent = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Extent hole.
             * @member {number|Long} hole
             * @memberof muniment.v1.Extent
             * @instance
             */
            Extent.prototype.hole = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Extent chunk.
             * @member {muniment.v1.ChunkRef.$Properties|null|undefined} chunk
             * @memberof muniment.v1.Extent
             * @instance
             */
            Extent.prototype.chunk = null;

            /**
             * Encodes the specified Extent message. Does not implicitly {@link muniment.v1.Extent.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Extent
             * @static
             * @param {muniment.v1.Extent.$Properties} message Extent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Extent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hole != null && $Object.hasOwnProperty.call(message, "hole") && (typeof message.hole === "object" ? message.hole.low || message.hole.high : message.hole !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.hole);
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk"))
                    $root.muniment.v1.ChunkRef.encode(message.chunk, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Extent message, length delimited. Does not implicitly {@link muniment.v1.Extent.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Extent
             * @static
             * @param {muniment.v1.Extent.$Properties} message Extent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Extent.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Extent message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Extent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Extent & muniment.v1.Extent.$Shape} Extent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Extent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Extent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.hole = value;
                            else
                                delete message.hole;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.chunk = $root.muniment.v1.ChunkRef.decode(reader, reader.size(), $undefined, _depth + 1, message.chunk);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Extent message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Extent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Extent & muniment.v1.Extent.$Shape} Extent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Extent.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Extent
             * @function getTypeUrl
             * @memberof muniment.v1.Extent
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Extent.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Extent";
            };

            return Extent;
        })();

        v1.ExtentList = (function() {

            /**
             * Properties of an ExtentList.
             * @typedef {Object} muniment.v1.ExtentList.$Properties
             * @property {Array.<muniment.v1.Pack.$Properties>|null} [packs] ExtentList packs
             * @property {Array.<muniment.v1.Block.$Properties>|null} [blocks] ExtentList blocks
             * @property {Array.<muniment.v1.Extent.$Properties>|null} [extents] ExtentList extents
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an ExtentList.
             * @memberof muniment.v1
             * @interface IExtentList
             * @augments muniment.v1.ExtentList.$Properties
             * @deprecated Use muniment.v1.ExtentList.$Properties instead.
             */

            /**
             * Shape of an ExtentList.
             * @typedef {muniment.v1.ExtentList.$Properties} muniment.v1.ExtentList.$Shape
             */

            /**
             * Constructs a new ExtentList.
             * @memberof muniment.v1
             * @classdesc Represents an ExtentList.
             * @constructor
             * @param {muniment.v1.ExtentList.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ExtentList = function (properties) {
                this.packs = [];
                this.blocks = [];
                this.extents = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ExtentList packs.
             * @member {Array.<muniment.v1.Pack.$Properties>} packs
             * @memberof muniment.v1.ExtentList
             * @instance
             */
            ExtentList.prototype.packs = $util.emptyArray;

            /**
             * ExtentList blocks.
             * @member {Array.<muniment.v1.Block.$Properties>} blocks
             * @memberof muniment.v1.ExtentList
             * @instance
             */
            ExtentList.prototype.blocks = $util.emptyArray;

            /**
             * ExtentList extents.
             * @member {Array.<muniment.v1.Extent.$Properties>} extents
             * @memberof muniment.v1.ExtentList
             * @instance
             */
            ExtentList.prototype.extents = $util.emptyArray;

            /**
             * Encodes the specified ExtentList message. Does not implicitly {@link muniment.v1.ExtentList.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.ExtentList
             * @static
             * @param {muniment.v1.ExtentList.$Properties} message ExtentList message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ExtentList.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.packs != null && message.packs.length)
                    for (let i = 0; i < message.packs.length; ++i)
                        $root.muniment.v1.Pack.encode(message.packs[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.blocks != null && message.blocks.length)
                    for (let i = 0; i < message.blocks.length; ++i)
                        $root.muniment.v1.Block.encode(message.blocks[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.extents != null && message.extents.length)
                    for (let i = 0; i < message.extents.length; ++i)
                        $root.muniment.v1.Extent.encode(message.extents[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified ExtentList message, length delimited. Does not implicitly {@link muniment.v1.ExtentList.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.ExtentList
             * @static
             * @param {muniment.v1.ExtentList.$Properties} message ExtentList message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ExtentList.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an ExtentList message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.ExtentList
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.ExtentList & muniment.v1.ExtentList.$Shape} ExtentList
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ExtentList.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.ExtentList();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.packs && message.packs.length))
                                message.packs = [];
                            message.packs.push($root.muniment.v1.Pack.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.blocks && message.blocks.length))
                                message.blocks = [];
                            message.blocks.push($root.muniment.v1.Block.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.extents && message.extents.length))
                                message.extents = [];
                            message.extents.push($root.muniment.v1.Extent.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an ExtentList message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.ExtentList
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.ExtentList & muniment.v1.ExtentList.$Shape} ExtentList
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ExtentList.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for ExtentList
             * @function getTypeUrl
             * @memberof muniment.v1.ExtentList
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ExtentList.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.ExtentList";
            };

            return ExtentList;
        })();

        v1.Mark = (function() {

            /**
             * Properties of a Mark.
             * @typedef {Object} muniment.v1.Mark.$Properties
             * @property {muniment.v1.MarkKind|null} [kind] Mark kind
             * @property {number|Long|null} [createdMs] Mark createdMs
             * @property {Uint8Array|null} [deviceId] Mark deviceId
             * @property {Array.<Uint8Array>|null} [packIds] Mark packIds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Mark.
             * @memberof muniment.v1
             * @interface IMark
             * @augments muniment.v1.Mark.$Properties
             * @deprecated Use muniment.v1.Mark.$Properties instead.
             */

            /**
             * Shape of a Mark.
             * @typedef {muniment.v1.Mark.$Properties} muniment.v1.Mark.$Shape
             */

            /**
             * Constructs a new Mark.
             * @memberof muniment.v1
             * @classdesc Represents a Mark.
             * @constructor
             * @param {muniment.v1.Mark.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Mark = function (properties) {
                this.packIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Mark kind.
             * @member {muniment.v1.MarkKind} kind
             * @memberof muniment.v1.Mark
             * @instance
             */
            Mark.prototype.kind = 0;

            /**
             * Mark createdMs.
             * @member {number|Long} createdMs
             * @memberof muniment.v1.Mark
             * @instance
             */
            Mark.prototype.createdMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Mark deviceId.
             * @member {Uint8Array} deviceId
             * @memberof muniment.v1.Mark
             * @instance
             */
            Mark.prototype.deviceId = $util.newBuffer([]);

            /**
             * Mark packIds.
             * @member {Array.<Uint8Array>} packIds
             * @memberof muniment.v1.Mark
             * @instance
             */
            Mark.prototype.packIds = $util.emptyArray;

            /**
             * Encodes the specified Mark message. Does not implicitly {@link muniment.v1.Mark.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Mark
             * @static
             * @param {muniment.v1.Mark.$Properties} message Mark message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Mark.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.kind);
                if (message.createdMs != null && $Object.hasOwnProperty.call(message, "createdMs") && (typeof message.createdMs === "object" ? message.createdMs.low || message.createdMs.high : message.createdMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.createdMs);
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.deviceId);
                if (message.packIds != null && message.packIds.length)
                    for (let i = 0; i < message.packIds.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.packIds[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Mark message, length delimited. Does not implicitly {@link muniment.v1.Mark.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Mark
             * @static
             * @param {muniment.v1.Mark.$Properties} message Mark message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Mark.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Mark message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Mark
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Mark & muniment.v1.Mark.$Shape} Mark
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Mark.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Mark();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.createdMs = value;
                            else
                                delete message.createdMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.packIds && message.packIds.length))
                                message.packIds = [];
                            message.packIds.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Mark message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Mark
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Mark & muniment.v1.Mark.$Shape} Mark
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Mark.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Mark
             * @function getTypeUrl
             * @memberof muniment.v1.Mark
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Mark.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Mark";
            };

            return Mark;
        })();

        /**
         * MethodType enum.
         * @name muniment.v1.MethodType
         * @enum {number}
         * @property {number} METHOD_TYPE_UNSPECIFIED=0 METHOD_TYPE_UNSPECIFIED value
         * @property {number} RECOVERY_KEY=1 RECOVERY_KEY value
         * @property {number} VAULT=2 VAULT value
         * @property {number} PASSKEY=3 PASSKEY value
         * @property {number} DEVICE=4 DEVICE value
         */
        v1.MethodType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "METHOD_TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "RECOVERY_KEY"] = 1;
            values[valuesById[2] = "VAULT"] = 2;
            values[valuesById[3] = "PASSKEY"] = 3;
            values[valuesById[4] = "DEVICE"] = 4;
            return values;
        })();

        v1.KeyringPublic = (function() {

            /**
             * Properties of a KeyringPublic.
             * @typedef {Object} muniment.v1.KeyringPublic.$Properties
             * @property {Array.<number>|null} [criticalFeatures] KeyringPublic criticalFeatures
             * @property {Uint8Array|null} [archiveId] KeyringPublic archiveId
             * @property {number|Long|null} [generation] KeyringPublic generation
             * @property {Uint8Array|null} [keyringId] KeyringPublic keyringId
             * @property {Array.<Uint8Array>|null} [parents] KeyringPublic parents
             * @property {Array.<muniment.v1.Slot.$Properties>|null} [slots] KeyringPublic slots
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a KeyringPublic.
             * @memberof muniment.v1
             * @interface IKeyringPublic
             * @augments muniment.v1.KeyringPublic.$Properties
             * @deprecated Use muniment.v1.KeyringPublic.$Properties instead.
             */

            /**
             * Shape of a KeyringPublic.
             * @typedef {muniment.v1.KeyringPublic.$Properties} muniment.v1.KeyringPublic.$Shape
             */

            /**
             * Constructs a new KeyringPublic.
             * @memberof muniment.v1
             * @classdesc Represents a KeyringPublic.
             * @constructor
             * @param {muniment.v1.KeyringPublic.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const KeyringPublic = function (properties) {
                this.criticalFeatures = [];
                this.parents = [];
                this.slots = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * KeyringPublic criticalFeatures.
             * @member {Array.<number>} criticalFeatures
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.criticalFeatures = $util.emptyArray;

            /**
             * KeyringPublic archiveId.
             * @member {Uint8Array} archiveId
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.archiveId = $util.newBuffer([]);

            /**
             * KeyringPublic generation.
             * @member {number|Long} generation
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * KeyringPublic keyringId.
             * @member {Uint8Array} keyringId
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.keyringId = $util.newBuffer([]);

            /**
             * KeyringPublic parents.
             * @member {Array.<Uint8Array>} parents
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.parents = $util.emptyArray;

            /**
             * KeyringPublic slots.
             * @member {Array.<muniment.v1.Slot.$Properties>} slots
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.slots = $util.emptyArray;

            /**
             * Encodes the specified KeyringPublic message. Does not implicitly {@link muniment.v1.KeyringPublic.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.KeyringPublic
             * @static
             * @param {muniment.v1.KeyringPublic.$Properties} message KeyringPublic message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            KeyringPublic.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.criticalFeatures != null && message.criticalFeatures.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).uint32s(message.criticalFeatures);
                if (message.archiveId != null && $Object.hasOwnProperty.call(message, "archiveId") && message.archiveId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.archiveId);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.generation);
                if (message.keyringId != null && $Object.hasOwnProperty.call(message, "keyringId") && message.keyringId.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.keyringId);
                if (message.parents != null && message.parents.length)
                    for (let i = 0; i < message.parents.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.parents[i]);
                if (message.slots != null && message.slots.length)
                    for (let i = 0; i < message.slots.length; ++i)
                        $root.muniment.v1.Slot.encode(message.slots[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified KeyringPublic message, length delimited. Does not implicitly {@link muniment.v1.KeyringPublic.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.KeyringPublic
             * @static
             * @param {muniment.v1.KeyringPublic.$Properties} message KeyringPublic message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            KeyringPublic.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a KeyringPublic message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.KeyringPublic
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.KeyringPublic & muniment.v1.KeyringPublic.$Shape} KeyringPublic
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            KeyringPublic.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.KeyringPublic();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType === 2) {
                                if (!(message.criticalFeatures && message.criticalFeatures.length))
                                    message.criticalFeatures = [];
                                reader.uint32s(message.criticalFeatures);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.criticalFeatures && message.criticalFeatures.length))
                                message.criticalFeatures = [];
                            message.criticalFeatures.push(reader.uint32());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.archiveId = value;
                            else
                                delete message.archiveId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyringId = value;
                            else
                                delete message.keyringId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.parents && message.parents.length))
                                message.parents = [];
                            message.parents.push(reader.bytes());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.slots && message.slots.length))
                                message.slots = [];
                            message.slots.push($root.muniment.v1.Slot.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a KeyringPublic message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.KeyringPublic
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.KeyringPublic & muniment.v1.KeyringPublic.$Shape} KeyringPublic
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            KeyringPublic.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for KeyringPublic
             * @function getTypeUrl
             * @memberof muniment.v1.KeyringPublic
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            KeyringPublic.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.KeyringPublic";
            };

            return KeyringPublic;
        })();

        v1.Slot = (function() {

            /**
             * Properties of a Slot.
             * @typedef {Object} muniment.v1.Slot.$Properties
             * @property {Uint8Array|null} [methodId] Slot methodId
             * @property {muniment.v1.MethodType|null} [type] Slot type
             * @property {Uint8Array|null} [salt] Slot salt
             * @property {string|null} [keyId] Slot keyId
             * @property {Uint8Array|null} [sealedRootKey] Slot sealedRootKey
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Slot.
             * @memberof muniment.v1
             * @interface ISlot
             * @augments muniment.v1.Slot.$Properties
             * @deprecated Use muniment.v1.Slot.$Properties instead.
             */

            /**
             * Shape of a Slot.
             * @typedef {muniment.v1.Slot.$Properties} muniment.v1.Slot.$Shape
             */

            /**
             * Constructs a new Slot.
             * @memberof muniment.v1
             * @classdesc Represents a Slot.
             * @constructor
             * @param {muniment.v1.Slot.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Slot = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Slot methodId.
             * @member {Uint8Array} methodId
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.methodId = $util.newBuffer([]);

            /**
             * Slot type.
             * @member {muniment.v1.MethodType} type
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.type = 0;

            /**
             * Slot salt.
             * @member {Uint8Array} salt
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.salt = $util.newBuffer([]);

            /**
             * Slot keyId.
             * @member {string} keyId
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.keyId = "";

            /**
             * Slot sealedRootKey.
             * @member {Uint8Array} sealedRootKey
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.sealedRootKey = $util.newBuffer([]);

            /**
             * Encodes the specified Slot message. Does not implicitly {@link muniment.v1.Slot.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Slot
             * @static
             * @param {muniment.v1.Slot.$Properties} message Slot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Slot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.methodId != null && $Object.hasOwnProperty.call(message, "methodId") && message.methodId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.methodId);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.type);
                if (message.salt != null && $Object.hasOwnProperty.call(message, "salt") && message.salt.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.salt);
                if (message.keyId != null && $Object.hasOwnProperty.call(message, "keyId") && message.keyId !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.keyId);
                if (message.sealedRootKey != null && $Object.hasOwnProperty.call(message, "sealedRootKey") && message.sealedRootKey.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.sealedRootKey);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Slot message, length delimited. Does not implicitly {@link muniment.v1.Slot.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Slot
             * @static
             * @param {muniment.v1.Slot.$Properties} message Slot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Slot.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Slot message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Slot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Slot & muniment.v1.Slot.$Shape} Slot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Slot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Slot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.methodId = value;
                            else
                                delete message.methodId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.salt = value;
                            else
                                delete message.salt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.keyId = value;
                            else
                                delete message.keyId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sealedRootKey = value;
                            else
                                delete message.sealedRootKey;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Slot message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Slot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Slot & muniment.v1.Slot.$Shape} Slot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Slot.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Slot
             * @function getTypeUrl
             * @memberof muniment.v1.Slot
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Slot.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Slot";
            };

            return Slot;
        })();

        v1.KeyringBody = (function() {

            /**
             * Properties of a KeyringBody.
             * @typedef {Object} muniment.v1.KeyringBody.$Properties
             * @property {Uint8Array|null} [dedupKey] KeyringBody dedupKey
             * @property {Uint8Array|null} [chunkerKey] KeyringBody chunkerKey
             * @property {Array.<muniment.v1.Epoch.$Properties>|null} [epochs] KeyringBody epochs
             * @property {Array.<muniment.v1.Method.$Properties>|null} [methods] KeyringBody methods
             * @property {Array.<Uint8Array>|null} [removedMethods] KeyringBody removedMethods
             * @property {muniment.v1.Policy.$Properties|null} [policy] KeyringBody policy
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a KeyringBody.
             * @memberof muniment.v1
             * @interface IKeyringBody
             * @augments muniment.v1.KeyringBody.$Properties
             * @deprecated Use muniment.v1.KeyringBody.$Properties instead.
             */

            /**
             * Shape of a KeyringBody.
             * @typedef {muniment.v1.KeyringBody.$Properties} muniment.v1.KeyringBody.$Shape
             */

            /**
             * Constructs a new KeyringBody.
             * @memberof muniment.v1
             * @classdesc Represents a KeyringBody.
             * @constructor
             * @param {muniment.v1.KeyringBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const KeyringBody = function (properties) {
                this.epochs = [];
                this.methods = [];
                this.removedMethods = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * KeyringBody dedupKey.
             * @member {Uint8Array} dedupKey
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.dedupKey = $util.newBuffer([]);

            /**
             * KeyringBody chunkerKey.
             * @member {Uint8Array} chunkerKey
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.chunkerKey = $util.newBuffer([]);

            /**
             * KeyringBody epochs.
             * @member {Array.<muniment.v1.Epoch.$Properties>} epochs
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.epochs = $util.emptyArray;

            /**
             * KeyringBody methods.
             * @member {Array.<muniment.v1.Method.$Properties>} methods
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.methods = $util.emptyArray;

            /**
             * KeyringBody removedMethods.
             * @member {Array.<Uint8Array>} removedMethods
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.removedMethods = $util.emptyArray;

            /**
             * KeyringBody policy.
             * @member {muniment.v1.Policy.$Properties|null|undefined} policy
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.policy = null;

            /**
             * Encodes the specified KeyringBody message. Does not implicitly {@link muniment.v1.KeyringBody.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.KeyringBody
             * @static
             * @param {muniment.v1.KeyringBody.$Properties} message KeyringBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            KeyringBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.dedupKey != null && $Object.hasOwnProperty.call(message, "dedupKey") && message.dedupKey.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.dedupKey);
                if (message.chunkerKey != null && $Object.hasOwnProperty.call(message, "chunkerKey") && message.chunkerKey.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.chunkerKey);
                if (message.epochs != null && message.epochs.length)
                    for (let i = 0; i < message.epochs.length; ++i)
                        $root.muniment.v1.Epoch.encode(message.epochs[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.methods != null && message.methods.length)
                    for (let i = 0; i < message.methods.length; ++i)
                        $root.muniment.v1.Method.encode(message.methods[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.removedMethods != null && message.removedMethods.length)
                    for (let i = 0; i < message.removedMethods.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.removedMethods[i]);
                if (message.policy != null && $Object.hasOwnProperty.call(message, "policy"))
                    $root.muniment.v1.Policy.encode(message.policy, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified KeyringBody message, length delimited. Does not implicitly {@link muniment.v1.KeyringBody.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.KeyringBody
             * @static
             * @param {muniment.v1.KeyringBody.$Properties} message KeyringBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            KeyringBody.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a KeyringBody message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.KeyringBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.KeyringBody & muniment.v1.KeyringBody.$Shape} KeyringBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            KeyringBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.KeyringBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.dedupKey = value;
                            else
                                delete message.dedupKey;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.chunkerKey = value;
                            else
                                delete message.chunkerKey;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.epochs && message.epochs.length))
                                message.epochs = [];
                            message.epochs.push($root.muniment.v1.Epoch.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.methods && message.methods.length))
                                message.methods = [];
                            message.methods.push($root.muniment.v1.Method.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedMethods && message.removedMethods.length))
                                message.removedMethods = [];
                            message.removedMethods.push(reader.bytes());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.policy = $root.muniment.v1.Policy.decode(reader, reader.size(), $undefined, _depth + 1, message.policy);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a KeyringBody message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.KeyringBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.KeyringBody & muniment.v1.KeyringBody.$Shape} KeyringBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            KeyringBody.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for KeyringBody
             * @function getTypeUrl
             * @memberof muniment.v1.KeyringBody
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            KeyringBody.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.KeyringBody";
            };

            return KeyringBody;
        })();

        v1.Epoch = (function() {

            /**
             * Properties of an Epoch.
             * @typedef {Object} muniment.v1.Epoch.$Properties
             * @property {number|null} [number] Epoch number
             * @property {Uint8Array|null} [key] Epoch key
             * @property {number|Long|null} [createdMs] Epoch createdMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Epoch.
             * @memberof muniment.v1
             * @interface IEpoch
             * @augments muniment.v1.Epoch.$Properties
             * @deprecated Use muniment.v1.Epoch.$Properties instead.
             */

            /**
             * Shape of an Epoch.
             * @typedef {muniment.v1.Epoch.$Properties} muniment.v1.Epoch.$Shape
             */

            /**
             * Constructs a new Epoch.
             * @memberof muniment.v1
             * @classdesc Represents an Epoch.
             * @constructor
             * @param {muniment.v1.Epoch.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Epoch = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Epoch number.
             * @member {number} number
             * @memberof muniment.v1.Epoch
             * @instance
             */
            Epoch.prototype.number = 0;

            /**
             * Epoch key.
             * @member {Uint8Array} key
             * @memberof muniment.v1.Epoch
             * @instance
             */
            Epoch.prototype.key = $util.newBuffer([]);

            /**
             * Epoch createdMs.
             * @member {number|Long} createdMs
             * @memberof muniment.v1.Epoch
             * @instance
             */
            Epoch.prototype.createdMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Epoch message. Does not implicitly {@link muniment.v1.Epoch.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Epoch
             * @static
             * @param {muniment.v1.Epoch.$Properties} message Epoch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Epoch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.key);
                if (message.createdMs != null && $Object.hasOwnProperty.call(message, "createdMs") && (typeof message.createdMs === "object" ? message.createdMs.low || message.createdMs.high : message.createdMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.createdMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Epoch message, length delimited. Does not implicitly {@link muniment.v1.Epoch.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Epoch
             * @static
             * @param {muniment.v1.Epoch.$Properties} message Epoch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Epoch.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Epoch message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Epoch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Epoch & muniment.v1.Epoch.$Shape} Epoch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Epoch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Epoch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.createdMs = value;
                            else
                                delete message.createdMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Epoch message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Epoch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Epoch & muniment.v1.Epoch.$Shape} Epoch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Epoch.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Epoch
             * @function getTypeUrl
             * @memberof muniment.v1.Epoch
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Epoch.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Epoch";
            };

            return Epoch;
        })();

        v1.Method = (function() {

            /**
             * Properties of a Method.
             * @typedef {Object} muniment.v1.Method.$Properties
             * @property {Uint8Array|null} [methodId] Method methodId
             * @property {muniment.v1.MethodType|null} [type] Method type
             * @property {Uint8Array|null} [publicKey] Method publicKey
             * @property {string|null} [label] Method label
             * @property {number|Long|null} [createdMs] Method createdMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Method.
             * @memberof muniment.v1
             * @interface IMethod
             * @augments muniment.v1.Method.$Properties
             * @deprecated Use muniment.v1.Method.$Properties instead.
             */

            /**
             * Shape of a Method.
             * @typedef {muniment.v1.Method.$Properties} muniment.v1.Method.$Shape
             */

            /**
             * Constructs a new Method.
             * @memberof muniment.v1
             * @classdesc Represents a Method.
             * @constructor
             * @param {muniment.v1.Method.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Method = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Method methodId.
             * @member {Uint8Array} methodId
             * @memberof muniment.v1.Method
             * @instance
             */
            Method.prototype.methodId = $util.newBuffer([]);

            /**
             * Method type.
             * @member {muniment.v1.MethodType} type
             * @memberof muniment.v1.Method
             * @instance
             */
            Method.prototype.type = 0;

            /**
             * Method publicKey.
             * @member {Uint8Array} publicKey
             * @memberof muniment.v1.Method
             * @instance
             */
            Method.prototype.publicKey = $util.newBuffer([]);

            /**
             * Method label.
             * @member {string} label
             * @memberof muniment.v1.Method
             * @instance
             */
            Method.prototype.label = "";

            /**
             * Method createdMs.
             * @member {number|Long} createdMs
             * @memberof muniment.v1.Method
             * @instance
             */
            Method.prototype.createdMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Method message. Does not implicitly {@link muniment.v1.Method.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Method
             * @static
             * @param {muniment.v1.Method.$Properties} message Method message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Method.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.methodId != null && $Object.hasOwnProperty.call(message, "methodId") && message.methodId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.methodId);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.type);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.publicKey);
                if (message.label != null && $Object.hasOwnProperty.call(message, "label") && message.label !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.label);
                if (message.createdMs != null && $Object.hasOwnProperty.call(message, "createdMs") && (typeof message.createdMs === "object" ? message.createdMs.low || message.createdMs.high : message.createdMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.createdMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Method message, length delimited. Does not implicitly {@link muniment.v1.Method.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Method
             * @static
             * @param {muniment.v1.Method.$Properties} message Method message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Method.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Method message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Method
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Method & muniment.v1.Method.$Shape} Method
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Method.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Method();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.methodId = value;
                            else
                                delete message.methodId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.label = value;
                            else
                                delete message.label;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.createdMs = value;
                            else
                                delete message.createdMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Method message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Method
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Method & muniment.v1.Method.$Shape} Method
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Method.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Method
             * @function getTypeUrl
             * @memberof muniment.v1.Method
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Method.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Method";
            };

            return Method;
        })();

        v1.Policy = (function() {

            /**
             * Properties of a Policy.
             * @typedef {Object} muniment.v1.Policy.$Properties
             * @property {number|null} [keepLast] Policy keepLast
             * @property {number|null} [keepDaily] Policy keepDaily
             * @property {number|null} [keepWeekly] Policy keepWeekly
             * @property {number|null} [keepMonthly] Policy keepMonthly
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Policy.
             * @memberof muniment.v1
             * @interface IPolicy
             * @augments muniment.v1.Policy.$Properties
             * @deprecated Use muniment.v1.Policy.$Properties instead.
             */

            /**
             * Shape of a Policy.
             * @typedef {muniment.v1.Policy.$Properties} muniment.v1.Policy.$Shape
             */

            /**
             * Constructs a new Policy.
             * @memberof muniment.v1
             * @classdesc Represents a Policy.
             * @constructor
             * @param {muniment.v1.Policy.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Policy = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Policy keepLast.
             * @member {number} keepLast
             * @memberof muniment.v1.Policy
             * @instance
             */
            Policy.prototype.keepLast = 0;

            /**
             * Policy keepDaily.
             * @member {number} keepDaily
             * @memberof muniment.v1.Policy
             * @instance
             */
            Policy.prototype.keepDaily = 0;

            /**
             * Policy keepWeekly.
             * @member {number} keepWeekly
             * @memberof muniment.v1.Policy
             * @instance
             */
            Policy.prototype.keepWeekly = 0;

            /**
             * Policy keepMonthly.
             * @member {number} keepMonthly
             * @memberof muniment.v1.Policy
             * @instance
             */
            Policy.prototype.keepMonthly = 0;

            /**
             * Encodes the specified Policy message. Does not implicitly {@link muniment.v1.Policy.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Policy
             * @static
             * @param {muniment.v1.Policy.$Properties} message Policy message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Policy.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.keepLast != null && $Object.hasOwnProperty.call(message, "keepLast") && message.keepLast !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.keepLast);
                if (message.keepDaily != null && $Object.hasOwnProperty.call(message, "keepDaily") && message.keepDaily !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.keepDaily);
                if (message.keepWeekly != null && $Object.hasOwnProperty.call(message, "keepWeekly") && message.keepWeekly !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.keepWeekly);
                if (message.keepMonthly != null && $Object.hasOwnProperty.call(message, "keepMonthly") && message.keepMonthly !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.keepMonthly);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Policy message, length delimited. Does not implicitly {@link muniment.v1.Policy.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Policy
             * @static
             * @param {muniment.v1.Policy.$Properties} message Policy message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Policy.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Policy message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Policy
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Policy & muniment.v1.Policy.$Shape} Policy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Policy.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Policy();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keepLast = value;
                            else
                                delete message.keepLast;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keepDaily = value;
                            else
                                delete message.keepDaily;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keepWeekly = value;
                            else
                                delete message.keepWeekly;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keepMonthly = value;
                            else
                                delete message.keepMonthly;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Policy message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Policy
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Policy & muniment.v1.Policy.$Shape} Policy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Policy.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Policy
             * @function getTypeUrl
             * @memberof muniment.v1.Policy
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Policy.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Policy";
            };

            return Policy;
        })();

        return v1;
    })();

    return muniment;
})();

export {
  $root as default
};
